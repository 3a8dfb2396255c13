package org.calliope.ims.hss.bulk;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of an FHoSS that are read, with their columns in the order in which a dump without names has them. */
final class FhossTables {

    static final String SUBSCRIPTION = "imsu";
    static final String PRIVATE = "impi";
    static final String PUBLIC = "impu";
    static final String LINK = "impi_impu";

    static final Map<String, List<String>> COLUMNS = Stream.of(
            "imsu id name scscf_name diameter_name id_capabilities_set id_preferred_scscf_set",
            "impi id id_imsu identity k auth_scheme default_auth_scheme amf op opc sqn ip line_identifier zh_uicc_type "
                    + "zh_key_life_time zh_default_auth_scheme",
            "impu id identity type barring user_state id_sp id_implicit_set id_charging_info wildcard_psi display_name "
                    + "psi_activation can_register",
            "impi_impu id id_impi id_impu user_state",
            "impu_visited_network id id_impu id_visited_network",
            "visited_network id identity",
            "capabilities_set id id_set name id_capability is_mandatory",
            "preferred_scscf_set id id_set name scscf_name priority",
            "charging_info id name pri_ecf sec_ecf pri_ccf sec_ccf",
            "sp id name cn_service_auth",
            "sp_ifc id id_sp id_ifc priority",
            "sp_shared_ifc_set id id_sp id_shared_ifc_set",
            "shared_ifc_set id id_set name id_ifc priority",
            "ifc id name id_application_server id_tp profile_part_ind",
            "tp id name condition_type_cnf",
            "spt id id_tp condition_negated grp type requesturi method header header_content session_case sdp_line "
                    + "sdp_line_content registration_type",
            "repository_data id sqn id_impu service_indication rep_data",
            "aliases_repository_data id sqn id_implicit_set service_indication",
            "dsai id dsai_tag",
            "dsai_ifc id id_dsai id_ifc",
            "dsai_impu id id_dsai id_impu dsai_value",
            "application_server id name server_name default_handling service_info diameter_address rep_data_size_limit "
                    + "udr pur snr udr_rep_data udr_impu udr_ims_user_state udr_scscf_name udr_ifc udr_location "
                    + "udr_user_state udr_charging_info udr_msisdn udr_psi_activation udr_dsai udr_aliases_rep_data "
                    + "pur_rep_data pur_psi_activation pur_dsai pur_aliases_rep_data snr_rep_data snr_impu "
                    + "snr_ims_user_state snr_scscf_name snr_ifc snr_psi_activation snr_dsai snr_aliases_rep_data "
                    + "include_register_response include_register_request")
            .map(line -> List.of(line.split(" ")))
            .collect(Collectors.toUnmodifiableMap(words -> words.get(0), words -> words.subList(1, words.size())));

    private static final String OPC = "opc"; // the original has no such column

    private FhossTables() { }

    /** The columns of a row for which the dump names none. */
    static List<String> columns(String table, int values) {
        List<String> all = COLUMNS.get(table);
        return table.equals(PRIVATE) && values < all.size() ? all.stream().filter(column -> !column.equals(OPC)).toList()
                : all;
    }
}

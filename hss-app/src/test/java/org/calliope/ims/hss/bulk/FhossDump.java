package org.calliope.ims.hss.bulk;

import java.util.List;

/** A small FHoSS: its tables, and who is in them. */
final class FhossDump {

    static final String K = "465b5ce8b199b49faa5f0a2ee238a6bc";
    static final String OPC = "cd63cb71954a9f4e48a5994e37a02baf";

    private FhossDump() {
    }

    /** One statement each. */
    static List<String> statements() {
        return List.of(
                "CREATE TABLE `visited_network` (`id` int(11) NOT NULL, `identity` varchar(255), PRIMARY KEY (`id`))",
                "CREATE TABLE `charging_info` (`id` int, `name` varchar(255), `pri_ecf` varchar(255), `sec_ecf` varchar(255),"
                        + " `pri_ccf` varchar(255) NOT NULL default '', `sec_ccf` varchar(255))",
                "CREATE TABLE `capabilities_set` (`id` int, `id_set` int, `name` varchar(255), `id_capability` int, `is_mandatory` int)",
                "CREATE TABLE `preferred_scscf_set` (`id` int, `id_set` int, `name` varchar(255), `scscf_name` varchar(255), `priority` int)",
                "CREATE TABLE `application_server` (`id` int, `name` varchar(255), `server_name` varchar(255), `default_handling` int,"
                        + " `service_info` varchar(255), `diameter_address` varchar(255), `udr` tinyint, `pur` tinyint, `snr` tinyint,"
                        + " `udr_rep_data` tinyint(4), `udr_impu` tinyint, `pur_rep_data` tinyint,"
                        + " `pur_msisdn` tinyint, `include_register_request` tinyint, `rep_data_size_limit` int)",
                "CREATE TABLE `tp` (`id` int, `name` varchar(255), `condition_type_cnf` int)",
                "CREATE TABLE `spt` (`id` int, `id_tp` int, `condition_negated` int, `grp` int, `type` int, `requesturi` varchar(255),"
                        + " `method` varchar(255), `header` varchar(255), `header_content` varchar(255), `session_case` int,"
                        + " `sdp_line` varchar(255), `sdp_line_content` varchar(255), `registration_type` int)",
                "CREATE TABLE `ifc` (`id` int, `name` varchar(255), `id_application_server` int, `id_tp` int, `profile_part_ind` int)",
                "CREATE TABLE `shared_ifc_set` (`id` int, `id_set` int, `name` varchar(255), `id_ifc` int, `priority` int)",
                "CREATE TABLE `sp` (`id` int, `name` varchar(16), `cn_service_auth` int)",
                "CREATE TABLE `sp_ifc` (`id` int, `id_sp` int, `id_ifc` int, `priority` int)",
                "CREATE TABLE `sp_shared_ifc_set` (`id` int, `id_sp` int, `id_shared_ifc_set` int)",
                "CREATE TABLE `imsu` (`id` int, `name` varchar(255), `scscf_name` varchar(255), `diameter_name` varchar(255),"
                        + " `id_capabilities_set` int, `id_preferred_scscf_set` int)",
                "CREATE TABLE `impi` (`id` int, `id_imsu` int, `identity` varchar(255), `k` tinyblob, `auth_scheme` int,"
                        + " `default_auth_scheme` int, `amf` tinyblob, `op` tinyblob, `opc` tinyblob, `sqn` varchar(64), `ip` varchar(64),"
                        + " `line_identifier` varchar(64))",
                "CREATE TABLE `impu` (`id` int, `identity` varchar(255), `type` tinyint, `barring` tinyint, `user_state` tinyint,"
                        + " `id_sp` int, `id_implicit_set` int, `id_charging_info` int, `wildcard_psi` varchar(255),"
                        + " `display_name` varchar(255), `psi_activation` tinyint, `can_register` tinyint)",
                "CREATE TABLE `impi_impu` (`id` int, `id_impi` int, `id_impu` int, `user_state` tinyint)",
                "CREATE TABLE `impu_visited_network` (`id` int, `id_impu` int, `id_visited_network` int)",
                "CREATE TABLE `repository_data` (`id` int, `sqn` int, `id_impu` int, `service_indication` varchar(255), `rep_data` mediumblob)",
                "CREATE TABLE `aliases_repository_data` (`id` int, `sqn` int, `id_implicit_set` int, `service_indication` varchar(255),"
                        + " `rep_data` mediumblob)",
                "CREATE TABLE `dsai` (`id` int, `dsai_tag` varchar(255))",
                "CREATE TABLE `dsai_ifc` (`id` int, `id_dsai` int, `id_ifc` int)",
                "CREATE TABLE `dsai_impu` (`id` int, `id_dsai` int, `id_impu` int, `dsai_value` int)",
                "INSERT INTO `visited_network` VALUES (1,'open-ims.test'),(2,'visited.example')",
                "INSERT INTO `charging_info` VALUES (1,'charging','','','ccf.open-ims.test','')",
                "INSERT INTO `capabilities_set` VALUES (1,1,'caps',7,1),(2,1,'caps',9,0)",
                "INSERT INTO `preferred_scscf_set` VALUES (1,1,'scscfs','sip:second.open-ims.test:6060',2),"
                        + "(2,1,'scscfs','sip:first.open-ims.test:6060',1)",
                "INSERT INTO `application_server` VALUES (1,'it\\'s an AS','sip:as.open-ims.test:5065',1,'info','as.open-ims.test',1,1,0,1,1,1,1,1,1024)",
                "INSERT INTO `tp` VALUES (1,'tp',0)",
                "INSERT INTO `spt` VALUES (1,1,0,0,1,NULL,'PUBLISH',NULL,NULL,NULL,NULL,NULL,0),"
                        + "(2,1,1,0,2,NULL,NULL,'Event','.*presence.*',NULL,NULL,NULL,0),"
                        + "(3,1,0,1,1,NULL,'REGISTER',NULL,NULL,NULL,NULL,NULL,1),"
                        + "(4,1,0,1,3,NULL,NULL,NULL,NULL,2,NULL,NULL,0),(5,1,0,2,0,'open-ims.test',NULL,NULL,NULL,NULL,NULL,NULL,0),"
                        + "(6,1,0,2,4,NULL,NULL,NULL,NULL,NULL,'m','video.*',0)",
                "INSERT INTO `ifc` VALUES (1,'presence',1,1,-1),(2,'presence',1,NULL,0),(3,'broken',99,NULL,0)",
                "INSERT INTO `shared_ifc_set` VALUES (1,5,'shared',2,0)",
                "INSERT INTO `sp` VALUES (1,'gold',3)",
                "INSERT INTO `sp_ifc` VALUES (1,1,1,0)",
                "INSERT INTO `sp_shared_ifc_set` VALUES (1,1,5)",
                "INSERT INTO `imsu` VALUES (1,'alice','','',1,1),(2,'bob',NULL,NULL,NULL,NULL),(3,'nothing','','',0,0)",
                "INSERT INTO `impi` VALUES (4,1,'alice@open-ims.test','alice',127,4,'\\0\\0',"
                        + "'\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0','','000000000020','',''),"
                        + "(5,1,'alice2@open-ims.test','" + K + "',1,1,0x8000,0x00000000000000000000000000000000,0x" + OPC + ",'0000000012ab','',''),"
                        + "(6,2,'bob@open-ims.test','b;o\\\\b',255,128,'','','','000000000000','',''),"
                        + "(7,99,'lost@open-ims.test','x',255,128,'','','','000000000000','','')",
                "INSERT INTO `impu` VALUES (1,'sip:alice@open-ims.test',0,0,0,1,1,1,'','Alice M\u00fcller',0,1),"
                        + "(2,'tel:+49301',0,1,0,1,1,1,'','',0,1),(3,'sip:office@open-ims.test',0,0,0,1,3,1,'','',0,1),"
                        + "(4,'sip:bob@open-ims.test',0,0,0,NULL,4,NULL,'','',0,1),(9,'sip:orphan@open-ims.test',0,0,0,1,9,1,'','',0,1)",
                "INSERT INTO `impi_impu` VALUES (1,4,1,0),(2,4,2,0),(3,5,1,0),(4,5,3,0),(5,6,4,0)",
                "INSERT INTO `impu_visited_network` VALUES (1,1,1),(2,2,1),(3,3,1),(4,3,2)",
                "INSERT INTO `repository_data` VALUES (1,7,4,'mmtel','<name>M\u00fcller &amp; Co</name>'),"
                        + "(2,65535,1,'forwarding','<cfu to=\"sip:x\"/>'),(3,65536,1,'late','<a/>'),(4,0,1,'broken','<a>'),"
                        + "(5,0,1,'two','</ServiceData></RepositoryData><RepositoryData><ServiceIndication>x</ServiceIndication>"
                        + "<SequenceNumber>0</SequenceNumber><ServiceData>'),(6,0,1,'large','<a>" + "x".repeat(70_000) + "</a>'),"
                        + "(7,0,1,'empty',NULL),(8,0,9,'orphan','<a/>'),(9,0,77,'lost','<a/>')",
                "INSERT INTO `aliases_repository_data` VALUES (1,0,3,'together','<a/>')",
                "INSERT INTO `dsai` VALUES (1,'music'),(2,'unbound')",
                "INSERT INTO `dsai_ifc` VALUES (1,1,1),(2,1,2)",
                "INSERT INTO `dsai_impu` VALUES (1,1,1,1),(2,1,3,0),(3,2,1,1)");
    }

    /** As mysqldump writes it. */
    static String text() {
        return "/*M!999999\\- enable the sandbox mode */\n-- MySQL dump 10.19; it's 'quoted\n/*!40101 SET NAMES utf8 */;\n"
                + "LOCK TABLES `imsu` WRITE;\n" + String.join(";\n", statements()).replace(" tinyblob", " tinyblob NOT NULL")
                + ";\nUNLOCK TABLES;\nGRANT SELECT ON hss_db.* TO hss@localhost IDENTIFIED BY 'a;b';\n-- Dump completed\n";
    }
}

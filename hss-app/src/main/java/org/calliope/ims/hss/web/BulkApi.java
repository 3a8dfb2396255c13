package org.calliope.ims.hss.web;

import javax.servlet.ServletContext;

import org.calliope.ims.hss.api.ApiServlet;
import org.calliope.ims.hss.bulk.Exports;
import org.calliope.ims.hss.bulk.Imports;
import org.calliope.ims.hss.store.Provisioning;

/** What of the REST interface is streams of any length: imports and the export. */
public final class BulkApi {

    private final Imports imports;
    private final Exports exports;
    private final Provisioning provisioning;

    /** @param provisioning whose audit log notes an export with secrets */
    public BulkApi(Imports imports, Exports exports, Provisioning provisioning) {
        this.imports = imports;
        this.exports = exports;
        this.provisioning = provisioning;
    }

    /** Registers its servlets, behind the console's guard; only while the context starts. */
    public void install(ServletContext context) {
        context.addServlet("api-imports", new ImportsServlet(imports)).addMapping(ImportsServlet.BASE + "/*");
        context.addServlet("api-export", new ExportServlet(exports, provisioning)).addMapping(ApiServlet.BASE + "/export");
    }
}

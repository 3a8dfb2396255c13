package org.calliope.ims.diameter;

import java.util.List;
import java.util.function.Consumer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Dictionary.Command;

/** What a node answers of one Diameter application. */
interface Application {

    /**
     * @param body writes what follows the AVPs that every answer has
     */
    record Answer(ResultCode result, Consumer<AvpWriter> body) {
    }

    /** @return its number, as in the header of its messages */
    long id();

    /** @return what is said in Supported-Features */
    List<SupportedFeatures> features();

    boolean serves(Command command);

    /**
     * Handles a request, on a worker; may block.
     *
     * @throws DiameterRefusal with the result to answer
     */
    Answer answer(Command command, AvpReader in, Asker asker);
}

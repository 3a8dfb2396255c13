package org.calliope.ims.diameter;

import org.jdiameter.client.api.IMessage;

/**
 * What a node does with its connections and with the messages of its applications; messages between peers (CER, DWR,
 * DPR and their answers) go to jdiameter. Called on the node's {@link Loop} unless said otherwise; must not block.
 */
interface Traffic {

    /** Capabilities are exchanged, and the last message of that is on its way: requests may be sent. Any thread. */
    void opened(Link link);

    /** The connection is over, or the peer is about to end it: no request may be sent any more. Any thread. */
    void closed(Link link);

    void request(Link link, IMessage request);

    void answer(Link link, IMessage answer);

    /** A message whose AVPs cannot be told apart. */
    void broken(Link link, Header header, byte[] bytes);

    /** What came is no message of this version, or has a length that cannot be: the connection ends after this. */
    void nonsense(Link link, Header header);

    /** Every message that came, also those between peers. */
    void received(Link link, IMessage message, byte[] bytes);

    /** Every message that was handed to the connection, also those between peers. Any thread. */
    void sent(Link link, IMessage message, byte[] bytes);
}

/// The packets of MQTT 3.1.1 that a subscriber and a publisher with QoS 0 and 1 need.
package enum MQTTPacket: Sendable, Hashable {
    case connect(Connect)
    /// `code` 0 is yes.
    case connectAnswer(sessionPresent: Bool, code: UInt8)
    case publish(Publish)
    case publishAnswer(id: UInt16)
    case subscribe(id: UInt16, filter: String, quality: UInt8)
    /// 0x80 is no.
    case subscribeAnswer(id: UInt16, codes: [UInt8])
    case ping
    case pingAnswer
    case disconnect

    package struct Connect: Sendable, Hashable {
        package var client: String
        /// False: the broker keeps what is published while the client is away.
        package var isClean: Bool
        /// Seconds.
        package var keepAlive: UInt16
        package var user: String?
        package var password: String?

        package init(client: String, isClean: Bool, keepAlive: UInt16 = 60, user: String? = nil, password: String? = nil) {
            self.client = client
            self.isClean = isClean
            self.keepAlive = keepAlive
            self.user = user
            self.password = password
        }
    }

    package struct Publish: Sendable, Hashable {
        package var topic: String
        package var payload: [UInt8]
        /// Nil for QoS 0.
        package var id: UInt16?
        /// An old message that the broker keeps for new subscribers.
        package var isRetained: Bool
        package var isRepeated: Bool

        package init(topic: String, payload: [UInt8], id: UInt16?, isRetained: Bool = false, isRepeated: Bool = false) {
            self.topic = topic
            self.payload = payload
            self.id = id
            self.isRetained = isRetained
            self.isRepeated = isRepeated
        }
    }
}

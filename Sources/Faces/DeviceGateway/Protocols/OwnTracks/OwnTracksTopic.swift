/// `owntracks/USER/DEVICE`: whose message it is. The broker sees to it that a user publishes only under the own name.
package struct OwnTracksTopic: Sendable, Hashable {
    package var user: String
    package var device: String

    package init?(_ topic: String) {
        let parts = topic.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "owntracks", !parts[1].isEmpty, !parts[2].isEmpty else { return nil }
        user = String(parts[1])
        device = String(parts[2])
    }

    /// The name under which the device is registered.
    package var name: String { user + "/" + device }
}

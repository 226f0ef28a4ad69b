/// Where points go: the store that seals them to their owners.
package protocol PointSink: Sendable {
    /// Takes the points of one device in their order; returns when they are durable. Only then the tracker hears that they arrived.
    func append(device: String, points: [DevicePoint], state: DeviceState) async throws

    /// The device was heard of without a point.
    func touch(device: String, state: DeviceState)
}

/// Which devices may speak here.
package protocol DeviceDirectory: Sendable {
    func admits(_ device: String) -> Bool

    /// The code that a terminal of JT/T 808 gets at its registration and shows whenever it calls.
    func code(of device: String) -> String
}

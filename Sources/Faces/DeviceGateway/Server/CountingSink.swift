internal import Synchronization

/// Takes everything and keeps nothing: for measuring the gateway alone.
package final class CountingSink: PointSink, DeviceDirectory {
    private let counted = Atomic(0)

    package init() {}

    package var points: Int { counted.load(ordering: .relaxed) }

    package func append(device: String, points: [DevicePoint], state: DeviceState) async throws {
        counted.add(points.count, ordering: .relaxed)
    }

    package func touch(device: String, state: DeviceState) {}
    package func admits(_ device: String) -> Bool { true }
    package func code(of device: String) -> String { "0" }
}

internal import Crypto
internal import Foundation
internal import Ground
package import Trajectories

/// The store of sealed tracks as the gateway sees it: points go in and are answered when they are on the disk in sealed form.
package struct SealedTracks: PointSink, DeviceDirectory {
    private let store: SegmentStore
    private let secret: [UInt8]
    private let now: @Sendable () -> Int64

    /// - Parameters:
    ///   - secret: from which the codes of terminals are made; it has to stay the same, or every terminal registers anew.
    ///   - now: milliseconds since 1970.
    package init(store: SegmentStore, secret: [UInt8], now: @escaping @Sendable () -> Int64) {
        self.store = store
        self.secret = secret
        self.now = now
    }

    package func admits(_ device: String) -> Bool { DeviceID(device).map { store.isRegistered($0) } ?? false }

    /// The first 16 hexadecimal digits of HMAC-SHA256 over the device's name.
    package func code(of device: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(device.utf8), using: SymmetricKey(data: secret))
        return Hexadecimal.text(code.prefix(8))
    }

    package func append(device: String, points: [DevicePoint], state: DeviceState) async throws {
        guard let id = DeviceID(device) else { return }
        try await store.append(device: id, points: sealable(points), contact: contact(state))
    }

    package func touch(device: String, state: DeviceState) {
        // A device that was taken out of the register meanwhile is nobody's loss.
        guard let id = DeviceID(device) else { return }
        try? store.touch(id, contact(state))
    }

    private func sealable(_ points: [DevicePoint]) -> [Point] {
        defer { Wiping.wipeStack(kilobytes: 4) }
        return points.map(Point.init)
    }

    private func contact(_ state: DeviceState) -> Contact { Contact(time: now(), battery: state.battery, alarm: state.alarm) }
}

extension Point {
    package init(_ point: DevicePoint) {
        self.init(
            time: point.time.milliseconds, latitude: point.latitude, longitude: point.longitude, speed: point.speed, course: point.course,
            flags: point.flags)
    }
}

package import Ground

/// Takes single reports that name their device: those of OsmAnd and OwnTracks.
package struct ReportIntake: Sendable {
    package enum Verdict: Sendable, Hashable {
        /// To be made durable; then the sender hears of it.
        case keep(device: String, points: [DevicePoint], state: DeviceState)
        case unknownDevice
        case tooMany
    }

    private let rules: SessionRules

    package init(rules: SessionRules) { self.rules = rules }

    package func judge(device: String, point: DevicePoint?, state: DeviceState, now: Instant) -> Verdict {
        guard rules.directory.admits(device) else {
            rules.counters.change { $0.unknownDevices += 1 }
            return .unknownDevice
        }
        guard rules.allows(1, of: device, now: now) else { return .tooMany }
        let points = rules.plausible([point].compactMap { $0 }, now: now)
        rules.counters.change { $0.frames += 1 }
        return .keep(device: device, points: points, state: state)
    }
}

internal import Ground
package import Trajectories

/// The owner of a simulated device. The keys come from its number, so they are nobody's secret.
package enum SimulatedOwner {
    package static func keys(of number: Int, seed: UInt64) -> OwnerKeys? {
        var random = SeededRandom(seed: seed &+ UInt64(truncatingIfNeeded: number) &* 0x51_7CC1_B727)
        return OwnerKeys(seed: (0..<32).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    }

    /// All devices of a simulation with their owners' public keys.
    package static func devices(of plan: SimulationPlan) -> [(DeviceID, OwnerCard)] {
        (plan.first..<(plan.first + plan.count)).compactMap { number in
            guard let device = DeviceID(SimulatedDevice.device(number, as: plan.language)), let keys = keys(of: number, seed: plan.seed) else { return nil }
            return (device, keys.card)
        }
    }
}

/// When a device was last heard of and how it fares: never where it was.
public struct Contact: Sendable, Hashable {
    /// Milliseconds since 1970 by the server's clock.
    public var time: Int64
    /// Charge in percent, where the device says so.
    public var battery: UInt8?
    /// The alarm bits of JT/T 808, whatever protocol the device speaks; 0 is none.
    public var alarm: UInt32

    /// A battery above 100 % counts as unknown.
    public init(time: Int64, battery: UInt8? = nil, alarm: UInt32 = 0) {
        self.time = time
        self.battery = battery.flatMap { $0 <= 100 ? $0 : nil }
        self.alarm = alarm
    }
}

/// The alarm bits of a location report.
package enum JT808Alarm {
    package static let emergency: UInt32 = 1 << 0
    package static let overspeed: UInt32 = 1 << 1
    package static let batteryLow: UInt32 = 1 << 7
    package static let powerCut: UInt32 = 1 << 8
    package static let area: UInt32 = 1 << 20
    package static let stolen: UInt32 = 1 << 26
    package static let ignition: UInt32 = 1 << 27
    package static let movement: UInt32 = 1 << 28
    package static let collision: UInt32 = 1 << 29
    package static let rollover: UInt32 = 1 << 30
    /// What somebody should look at: emergency, theft, illegal use, collision.
    package static let serious = emergency | stolen | ignition | movement | collision | rollover

    /// The names of the bits from 0 on; nil where the edition of 2011 reserves the bit.
    private static let names: [String?] = [
        "sos", "overspeed", "fatigue", "danger", "gnss_fault", "gnss_antenna_open", "gnss_antenna_short", "main_power_low", "main_power_off",
        "display_fault", "tts_fault", "camera_fault", nil, "overspeed_warning", "fatigue_warning", nil, nil, nil,
        "driving_overtime(2013)/reserved", "parking_overtime", "area", "route", "route_time", "off_route", "vss_fault", "fuel_abnormal",
        "stolen", "illegal_ignition", "illegal_movement", "collision_warning", "rollover_warning", "illegal_door",
    ]

    package static func names(of bits: UInt32) -> [String] {
        names.enumerated().compactMap { place, name in bits >> UInt32(place) & 1 == 1 ? name : nil }
    }
}

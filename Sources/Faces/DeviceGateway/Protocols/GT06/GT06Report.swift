internal import Trajectories

/// A position with what its kind adds: cell, state of the terminal, ignition, mileage.
package struct GT06Report: Sendable, Hashable {
    package var fix: GT06Fix
    package var cell: GT06Cell?
    /// The length of the cell part that an alarm states.
    package var cellLength: UInt8?
    package var status: GT06Status?
    /// The status is a vendor's own; the position is not.
    package var statusRefusal: Refusal?
    /// Of 0x22.
    package var drive: Drive?

    package struct Drive: Sendable, Hashable {
        package var isSwitchedOn: Bool
        package var uploadMode: UInt8
        /// 0 for a position of now, 1 for one that is sent again.
        package var isRealtime: Bool
        package var mileage: UInt32?
    }

    package init(number: UInt8, content: ArraySlice<UInt8>) throws(Refusal) {
        var reader = ByteReader(content)
        fix = try GT06Fix(&reader)
        switch number {
        case 0x12: cell = try GT06Cell(&reader)
        case 0x22:
            cell = try GT06Cell(&reader)
            guard let ignition = reader.u8(), let mode = reader.u8(), let resent = reader.u8() else {
                throw Refusal(.content("a position of kind 0x22 without its last three bytes"))
            }
            drive = Drive(isSwitchedOn: ignition != 0, uploadMode: mode, isRealtime: resent == 0, mileage: reader.u32())
        case 0x16, 0x26:
            guard let length = reader.u8() else { throw Refusal(.content("an alarm without a cell")) }
            cellLength = length
            guard length == 8 || length == 9 else { throw Refusal(.vendorLayout("a cell part of \(length) bytes instead of 8")) }
            cell = try GT06Cell(&reader)
            do throws(Refusal) {
                status = try GT06Status(&reader, ofAlarm: true)
            } catch {
                guard case .vendorLayout = error.cause else { throw error }
                statusRefusal = error
            }
        default: break
        }
        try fix.check()
    }

    package var point: DevicePoint? {
        var flags = status?.flags(ofAlarm: true) ?? []
        if let drive {
            if drive.isSwitchedOn { flags.insert(.ignition) }
            if !drive.isRealtime { flags.insert(.resent) }
        }
        return fix.point(flags: flags)
    }
}

internal import Ground
package import Trajectories

/// A file of devices and their owners: CSV with the columns `device` and `owner`, the owner's public keys as 128 hexadecimal digits.
package enum DeviceList {
    package static func read(_ bytes: [UInt8], file: String) throws -> [(DeviceID, OwnerCard)] {
        var found = Diagnostics()
        let csv = CSV(bytes, file: file, diagnostics: &found)
        guard let name = csv.header.firstIndex(of: "device"), let owner = csv.header.firstIndex(of: "owner") else {
            if !found.hasErrors { found.error("the columns device and owner were expected", at: Place(file, line: 1)) }
            throw RejectedInput(found)
        }
        var devices: [(DeviceID, OwnerCard)] = []
        for row in csv.rows where row.fields.count > max(name, owner) {
            guard let device = DeviceID(row.fields[name]) else {
                found.error("a device has a name of 1 to 64 bytes", at: Place(file, line: row.line))
                continue
            }
            guard let bytes = Hexadecimal.bytes(row.fields[owner]), let card = OwnerCard(bytes: bytes) else {
                found.error(
                    "the owner of \(device) is no public key", at: Place(file, line: row.line), advice: "128 hexadecimal digits were expected")
                continue
            }
            devices.append((device, card))
        }
        if found.hasErrors { throw RejectedInput(found) }
        return devices
    }

    /// The file of devices; the names need no quotation in CSV or get it.
    package static func text(_ devices: [(DeviceID, OwnerCard)]) -> String {
        CSV.line(["device", "owner"]) + devices.map { CSV.line([$0.0.text, Hexadecimal.text($0.1.bytes)]) }.joined()
    }
}

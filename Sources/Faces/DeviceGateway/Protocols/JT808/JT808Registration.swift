/// The body of a registration (0x0100): who made the terminal and which vehicle carries it.
package struct JT808Registration: Sendable, Hashable {
    package var province: UInt16
    package var city: UInt16
    package var manufacturer: String
    package var model: String
    package var terminal: String
    package var plateColour: UInt8
    package var plate: String

    /// The widths of maker, model and terminal id differ: 5, 8, 7 in 2011; 5, 20, 7 in 2013; 11, 30, 30 in 2019. The header tells
    /// 2019; 2011 has fewer bytes than 2013 can have.
    package init(_ body: ArraySlice<UInt8>, isOf2019: Bool) throws(Refusal) {
        let widths = isOf2019 ? (11, 30, 30) : body.count < 37 ? (5, 8, 7) : (5, 20, 7)
        var reader = ByteReader(body)
        guard let province = reader.u16(), let city = reader.u16(), let maker = reader.take(widths.0), let model = reader.take(widths.1),
            let terminal = reader.take(widths.2), let colour = reader.u8()
        else { throw Refusal(.content("a registration of \(body.count) bytes is too short")) }
        self.province = province
        self.city = city
        manufacturer = GBK.text(maker)
        self.model = GBK.text(model)
        self.terminal = GBK.text(terminal)
        plateColour = colour
        plate = GBK.text(reader.takeRest())
    }
}

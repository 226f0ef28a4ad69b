/// The unified social credit code of organisations.
enum CreditCode {
    private static let symbols = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

    /// Whether the 18 characters are of the right alphabet and end with the right check character: weights 3^(i−1) mod 31,
    /// check value (31 − Σ weight · value mod 31) mod 31. Source: GB 32100-2015.
    static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 18 else { return false }
        var sum = 0
        var weight = 1
        for byte in bytes.dropLast() {
            guard let value = symbols.firstIndex(of: byte) else { return false }
            sum += weight * value
            weight = weight * 3 % 31
        }
        return symbols[(31 - sum % 31) % 31] == bytes[17]
    }
}

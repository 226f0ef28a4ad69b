/// Names of elements: XML names (W3C, Namespaces in XML 1.0, NCName), with at most one prefix.
enum XLSName {
    /// Whether an element may be called so.
    static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count) && parts.allSatisfy { isPlain($0) }
    }

    /// Whether the text is a name without a prefix.
    static func isPlain(_ text: some StringProtocol) -> Bool {
        guard let first = text.unicodeScalars.first, isStart(first) else { return false }
        return text.unicodeScalars.allSatisfy(isPart)
    }

    static func isStart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F,
            0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
            true
        default: false
        }
    }

    static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        if isStart(scalar) { return true }
        switch scalar.value {
        case 0x2D, 0x2E, 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: return true
        default: return false
        }
    }

    /// Whether telephones can read the name in a formula: they know letters that have capitals (Latin, Greek, Cyrillic …), not Han or Arabic.
    static func isForTelephones(_ text: String) -> Bool { text.unicodeScalars.allSatisfy(isForTelephones) }

    static func isForTelephones(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII || scalar.properties.isLowercase || scalar.properties.isUppercase
    }

    static let rule = "begin with a letter or _, then letters, digits, _, - and ."
}

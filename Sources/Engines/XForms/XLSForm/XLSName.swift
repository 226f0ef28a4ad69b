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
        case 0x41...0x5A, 0x5F, 0x61...0x7A: return true
        // Newer letters, wide ones and rare Han characters are names to some readers of XML and not to others.
        case 0xC0...0x33FF, 0x4E00...0x9FA5, 0xAC00...0xD7A3: break
        default: return false
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter: return true
        default: return false
        }
    }

    static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2D, 0x2E, 0x30...0x39, 0xB7, 0x300...0x345: true
        default: isStart(scalar)
        }
    }

    /// Whether telephones can read the name in a formula: they know letters that have capitals (Latin, Greek, Cyrillic …), not Han or Arabic.
    static func isForTelephones(_ text: String) -> Bool { text.unicodeScalars.allSatisfy(isForTelephones) }

    static func isForTelephones(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII || scalar.properties.isLowercase || scalar.properties.isUppercase
    }

    static let rule = "begin with a letter or _, then letters, digits, _, - and ."
}

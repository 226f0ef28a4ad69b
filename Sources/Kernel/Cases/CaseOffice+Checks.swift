internal import City
internal import Ground
internal import Store
internal import Workflows
internal import WorkingTime

/// What the machine cannot know: whether names exist, words are of a sensible length, files are stored, and the duty
/// catalogue allows it.
extension CaseOffice {
    static let mostText = 10_000
    static let mostPhotos = 20
    static let mostOrganisations = 100
    /// Of an address, a telephone number and the like, in bytes.
    static let mostShortText = 1000

    func checked(
        _ given: Given, at time: Instant, in file: CaseFile, on connection: any Connection
    ) throws -> Given {
        var given = given
        try checkWords(&given)
        if let code = given.requestClass, city.classes.class(ClassCode(code)) == nil {
            throw CaseRefusal.unknown("类别", "class", code)
        }
        if let code = given.area, code != file.state.area { try checkArea(AreaCode(code), at: time) }
        guard given.organisations.count <= CaseOffice.mostOrganisations else {
            throw CaseRefusal.invalid("organisations", zh: "单位过多。", en: "Too many organisations.")
        }
        for code in given.organisations + [given.lead].compactMap({ $0 }) {
            guard city.organisations.organisation(OrganisationCode(code)) != nil else {
                throw CaseRefusal.unknown("单位", "organisation", code)
            }
        }
        try checkDuties(given, in: file)
        if let other = given.otherCase {
            try checkOther(other, of: file, on: connection)
        }
        return given
    }

    /// An area must exist, and exist today: nobody has a desk in one that was dissolved.
    func checkArea(_ code: AreaCode, at time: Instant) throws {
        guard let area = city.territory.area(code) else { throw CaseRefusal.unknown("区域", "area", code.rawValue) }
        guard !area.isValid(on: city.calendar.localDate(time)) else { return }
        let next = city.territory.successors(of: code).compactMap { city.territory.area($0)?.name }
        let (zh, en) = (next.map(\.zh).joined(separator: "、"), next.map(\.en).joined(separator: ", "))
        throw CaseRefusal.invalid(
            "area", zh: "区域“\(area.name.zh)”现已不存在\(zh.isEmpty ? "" : "，请改用：\(zh)")。",
            en: "The area “\(area.name.en)” does not exist today\(en.isEmpty ? "" : "; use \(en)").")
    }

    func checkWords(_ given: inout Given) throws {
        given.text = CaseOffice.trimmed(given.text)
        given.reason = CaseOffice.trimmed(given.reason)
        for text in [given.text, given.reason].compactMap({ $0 }) where text.utf8.count > CaseOffice.mostText {
            throw CaseRefusal.invalid(
                "text", zh: "文字过长（最多\(CaseOffice.mostText)字节）。", en: "The text is longer than \(CaseOffice.mostText) bytes.")
        }
        guard given.photos.count <= CaseOffice.mostPhotos else {
            throw CaseRefusal.invalid(
                "photos", zh: "最多\(CaseOffice.mostPhotos)张照片。", en: "At most \(CaseOffice.mostPhotos) photos.")
        }
        for hash in given.photos where !hasFile(hash) {
            throw CaseRefusal.invalid(
                "photos", zh: "照片没有上传完成：\(hash)。", en: "A photo has not been stored: \(hash).")
        }
        let longest = given.answers.lazy.map { max($0.key.utf8.count, $0.value.utf8.count) }.max() ?? 0
        guard given.answers.count <= 500, longest <= CaseOffice.mostText else {
            throw CaseRefusal.invalid("answers", zh: "表单内容过多。", en: "The answers are too many or too long.")
        }
    }

    /// The case to merge into goes on: a circle of cases, each a double of the other, would be nobody's work.
    private func checkOther(_ other: Int64, of file: CaseFile, on connection: any Connection) throws {
        let isOpen = try connection.row("select is_open from cases where id = \(other)") { try $0.truth(0) }
        guard other != file.id.rawValue, let isOpen else {
            throw CaseRefusal.invalid(
                "otherCase", zh: "要并入的案件不存在，或就是本案。", en: "The case to merge into does not exist or is this one.")
        }
        guard isOpen else {
            throw CaseRefusal.invalid(
                "otherCase", zh: "要并入的案件已经办结，不能并入。", en: "The case to merge into has ended; it cannot take another one in.")
        }
    }

    /// What a street or community may be asked for stands in the duty catalogue; departments are asked for their own work.
    /// Who was called for one class of work is not turned to another one behind the catalogue's back.
    private func checkDuties(_ given: Given, in file: CaseFile) throws {
        let code = given.requestClass ?? file.state.requestClass
        var asked = given.organisations
        if code != file.state.requestClass { asked += file.state.currentOrders.filter(\.progress.isPending).map(\.organisation) }
        for organisation in asked {
            guard let level = city.organisations.organisation(OrganisationCode(organisation))?.level else { continue }
            // A class that nobody knows yet falls under the line for all else.
            switch city.duties.check(ClassCode(code ?? ""), at: level) {
            case .permitted: continue
            case .refused(let line, let text):
                throw CaseRefusal(
                    .outsideDuties(line), zh: "不在职责准入清单内：\(text.zh)（\(line)）",
                    en: "Outside the duty catalogue: \(text.en) (\(line))")
            }
        }
    }

    static func trimmed(_ text: String?) -> String? {
        guard let text else { return nil }
        // A NUL byte cannot be stored by every database; nobody means one.
        let clean = text.utf8.contains(0) ? text.filter { $0 != "\0" } : text
        if isPlain(clean.unicodeScalars.first), isPlain(clean.unicodeScalars.last) { return clean }
        guard let first = clean.firstIndex(where: { !$0.isWhitespace }),
            let last = clean.lastIndex(where: { !$0.isWhitespace })
        else { return nil }
        return String(clean[first...last])
    }

    /// What nearly all texts begin and end with: a sign of ASCII, an ideograph, the end of a Chinese sentence. Nothing of it joins with
    /// what stands before it.
    private static func isPlain(_ scalar: Unicode.Scalar?) -> Bool {
        switch scalar?.value ?? 0 {
        case 0x21...0x7E, 0x4E00...0x9FFF, 0x3002, 0xFF01, 0xFF1F: true
        default: false
        }
    }
}

internal import City
internal import Ground
internal import Store
internal import Workflows

/// What the machine cannot know: whether names exist, words are of a sensible length, files are stored, and the duty
/// catalogue allows it.
extension CaseOffice {
    static let mostText = 10_000
    static let mostPhotos = 20

    func checked(
        _ given: Given, for action: ActionName, in file: CaseFile, on connection: any Connection
    ) throws -> Given {
        var given = given
        try checkWords(&given)
        if let code = given.requestClass, city.classes.class(ClassCode(code)) == nil {
            throw CaseRefusal.unknown("类别", "class", code)
        }
        if let code = given.area, city.territory.area(AreaCode(code)) == nil {
            throw CaseRefusal.unknown("区域", "area", code)
        }
        for code in given.organisations + [given.lead].compactMap({ $0 }) {
            guard city.organisations.organisation(OrganisationCode(code)) != nil else {
                throw CaseRefusal.unknown("单位", "organisation", code)
            }
        }
        try checkDuties(given, in: file)
        if let other = given.otherCase {
            guard other != file.id.rawValue,
                try connection.row("select ended from cases where id = \(other)", { _ in true }) != nil
            else {
                throw CaseRefusal.invalid(
                    "otherCase", zh: "要并入的案件不存在，或就是本案。", en: "The case to merge into does not exist or is this one.")
            }
        }
        return given
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
        guard given.answers.count <= 500, given.answers.values.allSatisfy({ $0.utf8.count <= CaseOffice.mostText }) else {
            throw CaseRefusal.invalid("answers", zh: "表单内容过多。", en: "The answers are too many or too long.")
        }
    }

    /// What a street or community may be asked for stands in the duty catalogue; departments are asked for their own work.
    private func checkDuties(_ given: Given, in file: CaseFile) throws {
        guard let code = given.requestClass ?? file.state.requestClass else { return }
        for organisation in given.organisations {
            guard let level = city.organisations.organisation(OrganisationCode(organisation))?.level else { continue }
            switch city.duties.check(ClassCode(code), at: level) {
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
        let clean = text.contains("\0") ? text.filter { $0 != "\0" } : text
        guard let first = clean.firstIndex(where: { !$0.isWhitespace }),
            let last = clean.lastIndex(where: { !$0.isWhitespace })
        else { return nil }
        return String(clean[first...last])
    }
}

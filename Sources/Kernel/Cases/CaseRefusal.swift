package import City
package import Ground
package import Workflows

/// Why a command was not carried out, for a clerk to read. Nothing was changed.
package struct CaseRefusal: Error, Sendable, Hashable {
    package enum Code: Sendable, Hashable {
        /// The workflow does not allow it.
        case workflow(Refusal.Code)
        /// Somebody else was faster; the case is now at this revision and state.
        case conflict(revision: Int, state: StateName)
        case unknownCase
        /// The key was used for something else before.
        case keyReused
        /// A name that the city folder does not know.
        case unknownName
        /// The duty catalogue does not allow it; the line that says so.
        case outsideDuties(Place)
        /// A field cannot be used as it is.
        case invalid(field: String)
    }

    package var code: Code
    package var message: Bilingual
    /// What must be given, where that is what is missing.
    package var missing: [Workflow.Requirement]

    package init(_ code: Code, zh: String, en: String, missing: [Workflow.Requirement] = []) {
        self.code = code
        message = Bilingual(zh: zh, en: en)
        self.missing = missing
    }

    init(_ refusal: Refusal) {
        code = .workflow(refusal.code)
        message = Bilingual(zh: refusal.message.zh, en: refusal.message.en)
        missing = refusal.missing
    }

    static let unknownCase = CaseRefusal(.unknownCase, zh: "没有这个案件。", en: "There is no such case.")

    static let notPermitted = CaseRefusal(
        .workflow(.notPermitted), zh: "您的岗位不能做此操作。", en: "None of your posts may do this.")

    static let keyReused = CaseRefusal(
        .keyReused, zh: "这个请求编号已用于另一项操作。", en: "This request key was used for something else before.")

    static func conflict(revision: Int, state: StateName, title: Bilingual) -> CaseRefusal {
        CaseRefusal(
            .conflict(revision: revision, state: state), zh: "案件已被他人更新，现在是“\(title.zh)”。请看过最新情况后再操作。",
            en: "Somebody else has changed the case; it is now “\(title.en)”. Look at the newer state, then decide again.")
    }

    static func unknown(_ kindZh: String, _ kindEn: String, _ name: String) -> CaseRefusal {
        CaseRefusal(.unknownName, zh: "没有这个\(kindZh)：\(name)。", en: "There is no \(kindEn) “\(name)”.")
    }

    static func invalid(_ field: String, zh: String, en: String) -> CaseRefusal {
        CaseRefusal(.invalid(field: field), zh: zh, en: en)
    }
}

package import City

/// A text of the pages in both languages. Every word that the product shows stands in this catalogue, or in the city folder;
/// a test reads the sources and finds any that stands elsewhere.
package struct Phrase: Sendable, Hashable {
    private var zh: String
    private var en: String
    private var values: [String] = []

    init(_ zh: String, _ en: String) {
        self.zh = zh
        self.en = en
    }

    package subscript(language: Language) -> String {
        switch language {
        case .zh: Phrase.filled(zh, values)
        case .en: Phrase.filled(en, values)
        }
    }

    /// The phrase with values in the places marked `{1}`, `{2}` …; a place without a value stays as it is.
    func with(_ values: String...) -> Phrase {
        var phrase = self
        phrase.values = values
        return phrase
    }

    /// By bytes, and only in the language that is read: a list of fifty cases fills two hundred phrases.
    private static func filled(_ text: String, _ values: [String]) -> String {
        if values.isEmpty { return text }
        var text = text
        return text.withUTF8 { form in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(form.count + 24)
            var index = 0
            while index < form.count {
                if form[index] == UInt8(ascii: "{"), index + 2 < form.count, form[index + 2] == UInt8(ascii: "}"),
                    (49...57).contains(form[index + 1]), Int(form[index + 1]) - 49 < values.count
                {
                    bytes.append(contentsOf: values[Int(form[index + 1]) - 49].utf8)
                    index += 3
                } else {
                    bytes.append(form[index])
                    index += 1
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}

/// The frame of every page.
extension Phrase {
    static let product = Phrase("同心", "Concentric")
    static let skip = Phrase("跳到正文", "Skip to content")
    static let skipToActions = Phrase("跳到可以做的", "Skip to what you can do")
    static let skipToList = Phrase("跳到列表", "Skip to the list")
    static let mainNavigation = Phrase("主导航", "Main")
    static let otherLanguage = Phrase("English", "中文")
    static let home = Phrase("首页", "Home")
    static let synthetic = Phrase("演示系统：人物、电话和案件均为虚构。", "Demonstration: persons, numbers and cases are invented.")
    static let aboutData = Phrase("关于数据", "About the data")
    static let refuses = Phrase(
        "本系统不设人员名单，不记民族、宗教、政治面貌、上访、犯罪或病史，不做人脸和车牌识别，不给人打分。",
        "This system keeps no lists of persons, no record of ethnicity, religion, party, petitions, crime or illness, recognises no face or plate, and scores nobody."
    )
    static let back = Phrase("返回", "Back")
    static let send = Phrase("提交", "Send")
    static let all = Phrase("全部", "All")
    static let colon = Phrase("：", ": ")
    static let comma = Phrase("、", ", ")
    static let inBrackets = Phrase("（{1}）", " ({1})")
}

/// Signing in.
extension Phrase {
    static let signIn = Phrase("工作人员登录", "Staff sign-in")
    static let staff = Phrase("工作人员", "Staff")
    static let signInButton = Phrase("登录", "Sign in")
    static let signOut = Phrase("退出", "Sign out")
    static let login = Phrase("用户名", "User name")
    static let password = Phrase("密码", "Password")
    static let wrongPassword = Phrase("用户名或密码不对。", "The user name or the password is wrong.")
    static let tooManyTries = Phrase(
        "这个用户名试错太多次了，请15分钟后再试。", "Too many wrong passwords for this user name. Try again in 15 minutes.")
    static let signInBusy = Phrase("现在登录的人太多，请稍等再试。", "Too many people are signing in right now. Try again in a moment.")
    static let signInToGoOn = Phrase("请先登录，再继续。", "Sign in to go on.")
    static let sessionEnded = Phrase(
        "登录已过期，刚才的内容没有提交。请复制下面的文字，重新登录后再提交。",
        "You were signed out, and what you sent was not taken in. Copy the text below, sign in and send it again.")
    static let noPost = Phrase("这个账号现在没有岗位，不能办理案件。请联系管理员。", "This account holds no post today and cannot handle cases. Ask the administrator.")
}

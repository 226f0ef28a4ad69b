package import City

/// A text of the pages in both languages. Every word that the product shows stands here, or in the city folder.
package struct Phrase: Sendable, Hashable {
    package var zh: String
    package var en: String

    init(_ zh: String, _ en: String) {
        self.zh = zh
        self.en = en
    }

    package subscript(language: Language) -> String {
        switch language {
        case .zh: zh
        case .en: en
        }
    }
}

extension Phrase {
    static let product = Phrase("同心", "Concentric")
    static let skip = Phrase("跳到正文", "Skip to content")
    static let otherLanguage = Phrase("English", "中文")
    static let home = Phrase("首页", "Home")
    static let report = Phrase("我要反映", "Report something")
    static let reportLead = Phrase("看到问题，告诉我们地点和情况就行，不用留名字。", "Tell us what and where. You need not give your name.")
    static let track = Phrase("查进度", "Follow a report")
    static let trackLead = Phrase("输入编号和查询码。", "Enter the number and the code.")
    static let reference = Phrase("编号", "Number")
    static let tracking = Phrase("查询码", "Code")
    static let show = Phrase("查看", "Show")
    static let signIn = Phrase("工作人员登录", "Staff sign-in")
    static let signOut = Phrase("退出", "Sign out")
    static let login = Phrase("用户名", "User name")
    static let password = Phrase("密码", "Password")
    static let wrongPassword = Phrase("用户名或密码不对。", "The user name or the password is wrong.")
    static let whatHappened = Phrase("什么情况", "What is the matter?")
    static let whatHappenedHint = Phrase("例如：路边井盖破损，有危险。", "For example: a broken manhole cover at the kerb.")
    static let kind = Phrase("类别（可不选）", "Kind (optional)")
    static let kindUnknown = Phrase("不清楚，请工作人员判断", "I do not know; let the office decide")
    static let whereIsIt = Phrase("在哪里", "Where is it?")
    static let address = Phrase("地址或明显的地方", "Address or landmark")
    static let community = Phrase("所在街道或社区", "Street or community")
    static let communityUnknown = Phrase("不清楚", "I do not know")
    static let longitude = Phrase("经度", "Longitude")
    static let latitude = Phrase("纬度", "Latitude")
    static let positionOptional = Phrase("坐标（可不填）", "Coordinates (optional)")
    static let contact = Phrase("联系方式（可不填）", "How to reach you (optional)")
    static let contactHint = Phrase(
        "只有办理这件事的人能看，每次查看都有记录，您可以看到谁看过。结案后按期删除。",
        "Only those who handle this can see it. Every look is recorded and you can see who looked. It is erased after the case ends.")
    static let name = Phrase("称呼", "Name")
    static let phone = Phrase("电话", "Telephone")
    static let email = Phrase("邮箱", "E-mail")
    static let photos = Phrase("照片（可不传）", "Photos (optional)")
    static let send = Phrase("提交", "Send")
    static let thanks = Phrase("收到了，谢谢！请记下编号和查询码。", "Received, thank you! Keep the number and the code.")
    static let desk = Phrase("工作台", "Desk")
    static let rates = Phrase("三率", "Three rates")
    static let open = Phrase("办理中", "Open")
    static let ended = Phrase("已结束", "Ended")
    static let all = Phrase("全部", "All")
    static let state = Phrase("状态", "State")
    static let priority = Phrase("紧急程度", "Priority")
    static let urgent = Phrase("紧急", "Urgent")
    static let important = Phrase("重要", "Important")
    static let normal = Phrase("一般", "Normal")
    static let requestClass = Phrase("类别", "Class")
    static let area = Phrase("区域", "Area")
    static let reportedAt = Phrase("反映时间", "Reported")
    static let nextDue = Phrase("下一期限", "Next due")
    static let overdueOnly = Phrase("只看超期", "Overdue only")
    static let overdue = Phrase("超期", "Overdue")
    static let paused = Phrase("暂停计时", "Paused")
    static let filter = Phrase("筛选", "Filter")
    static let scope = Phrase("范围", "Scope")
    static let nextPage = Phrase("下一页", "Next page")
    static let nothingHere = Phrase("这里没有案件。", "There are no cases here.")
    static let summary = Phrase("情况", "Matter")
    static let orders = Phrase("工单", "Work orders")
    static let organisation = Phrase("单位", "Department")
    static let lead = Phrase("牵头", "Lead")
    static let timeline = Phrase("经过", "Timeline")
    static let actions = Phrase("可以做的", "What you can do")
    static let noActions = Phrase("现在没有您要做的。", "There is nothing for you to do now.")
    static let clock = Phrase("计时器", "Clock")
    static let provisional = Phrase("（暂定，该年放假安排尚未公布）", "(provisional: the year's holidays are not published yet)")
    static let text = Phrase("说明", "Text")
    static let reason = Phrase("理由", "Reason")
    static let departments = Phrase("部门", "Departments")
    static let department = Phrase("部门", "Department")
    static let suggested = Phrase("建议", "Suggested")
    static let otherCase = Phrase("并入的案件编号", "Number of the case that goes on")
    static let rating = Phrase("评分", "Rating")
    static let doIt = Phrase("确定", "Do it")
    static let orderNumber = Phrase("工单", "Order")
    static let lookedAtContact = Phrase("谁看过您的联系方式", "Who looked at your contact data")
    static let nobodyLooked = Phrase("还没有人看过。", "Nobody has looked.")
    static let signInFirst = Phrase("请先登录。", "Please sign in first.")
    static let notFound = Phrase("没有这个页面或案件", "There is no such page or case")
    static let notAllowed = Phrase("您的岗位不能看这里", "Your posts do not open this page")
    static let somethingWrong = Phrase("出错了，什么都没有改动。请稍后再试。", "Something went wrong; nothing was changed. Please try again.")
    static let conflict = Phrase("案件已有新情况", "The case has changed")
    static let refused = Phrase("没有办成", "Not done")
    static let back = Phrase("返回", "Back")
    static let synthetic = Phrase("演示数据：人物和案件均为虚构。", "Demonstration data: persons and cases are invented.")
    static let response = Phrase("响应率", "Response")
    static let resolution = Phrase("解决率", "Resolution")
    static let satisfaction = Phrase("满意率", "Satisfaction")
    static let onTime = Phrase("按期率", "On time")
    static let unrated = Phrase("未评价", "Unrated")
    static let raw = Phrase("原始", "Raw")
    static let adjusted = Phrase("剔除后", "Adjusted")
    static let weighted = Phrase("综合", "Weighted")
    static let cases = Phrase("件数", "Cases")
    static let period = Phrase("月份", "Month")
    static let clockRanOut = Phrase("期限已到", "A clock ran out")
    static let you = Phrase("反映人", "Reporter")
    static let refuses = Phrase(
        "本系统不设人员名单，不记民族、宗教、政治面貌、上访、犯罪或病史，不做人脸和车牌识别，不给人打分。",
        "This system keeps no lists of persons, no record of ethnicity, religion, party, petitions, crime or illness, recognises no face or plate, and scores nobody."
    )
    static let lookup = Phrase("看联系方式", "See contact data")
    static let purpose = Phrase("查看目的（会记录）", "Purpose (will be recorded)")
}

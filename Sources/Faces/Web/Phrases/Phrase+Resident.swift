/// What residents read: reporting, following, rating.
extension Phrase {
    static let welcome = Phrase("有事您说，我们来办", "Tell us what needs doing")
    static let report = Phrase("我要反映", "Report something")
    static let reportShort = Phrase("我要反映", "Report")
    static let trackShort = Phrase("查进度", "Follow")
    static let reportLead = Phrase(
        "看到问题，告诉我们地点和情况就行，不用留名字。", "Tell us what and where. You need not give your name.")
    static let track = Phrase("查进度", "Follow a report")
    static let trackLead = Phrase(
        "用反映时得到的编号和查询码，看办到哪一步、催办、评价。", "With the number and the code you were given: see where it stands, add to it, rate it.")
    static let reference = Phrase("编号", "Number")
    static let referenceHint = Phrase("例如 {1}261121-00042", "For example {1}261121-00042")
    static let tracking = Phrase("查询码", "Code")
    static let trackingHint = Phrase("12位字母和数字，大小写、空格都不要紧。", "12 letters and digits; case and spaces do not matter.")
    static let show = Phrase("查看", "Show")
    static let whatHappened = Phrase("什么情况", "What is the matter?")
    static let whatHappenedHint = Phrase(
        "例如：路边井盖破损，有危险。请不要写别人的姓名、电话等个人信息。",
        "For example: a broken manhole cover at the kerb. Please leave out names and numbers of other people.")
    static let kind = Phrase("类别（可不选）", "Kind (optional)")
    static let kindUnknown = Phrase("不清楚，由工作人员判断", "Not sure; the office decides")
    static let whereIsIt = Phrase("在哪里", "Where is it?")
    static let address = Phrase("地址", "Address")
    static let addressHint = Phrase("街道门牌，或附近明显的地方", "Street and number, or a landmark nearby")
    static let community = Phrase("所在街道（乡镇）", "Street or township")
    static let communityUnknown = Phrase("不清楚", "I do not know")
    static let longitude = Phrase("经度", "Longitude")
    static let latitude = Phrase("纬度", "Latitude")
    static let positionOptional = Phrase("坐标（可不填）", "Coordinates (optional)")
    static let positionHint = Phrase("十进制度数（WGS-84），例如 102.712 和 25.040。", "Decimal degrees (WGS 84), such as 102.712 and 25.040.")
    static let contact = Phrase("联系方式（可不填）", "How to reach you (optional)")
    static let contactHint = Phrase(
        "只有办理这件事的人能看，每次查看都有记录，您可以看到谁看过。结案 {1} 天后删除。",
        "Only those who handle this can see it. Every look is recorded and you can see who looked. It is erased {1} days after the case ends.")
    static let name = Phrase("称呼", "Name")
    static let phone = Phrase("电话", "Telephone")
    static let email = Phrase("邮箱", "E-mail")
    static let photos = Phrase("照片（可不传）", "Photos (optional)")
    static let photosHint = Phrase(
        "JPEG 或 PNG，最多 {1} 张。照片里的拍摄地点、时间和手机型号会自动去掉。",
        "JPEG or PNG, at most {1}. Place, time and device that the camera wrote into them are taken out.")
    static let photosKept = Phrase("已收到 {1} 张照片，不用再传。", "{1} photos were received; you need not send them again.")
    static let thanks = Phrase("收到了，谢谢！", "Received, thank you!")
    static let keepCodes = Phrase(
        "请记下或打印编号和查询码，凭它们可以随时查进度。", "Write down or print the number and the code: with them you can see at any time how it goes.")
    static let channel = Phrase("来源", "How it came")
    static let channelWeb = Phrase("网上反映", "Online")
    static let channelPatrol = Phrase("巡查发现", "Found on patrol")
    static let channelHotline = Phrase("电话反映", "By telephone")
    static let channelCounter = Phrase("窗口反映", "At the counter")
    static let ourLimits = Phrase("我们的时限", "Our time limits")
    static let yourTurn = Phrase("您可以", "You can")
    static let whoWorks = Phrase("谁在办", "Who works on it")
    static let lookedAtContact = Phrase("谁看过您的联系方式", "Who looked at your contact data")
    static let nobodyLooked = Phrase("还没有人看过。", "Nobody has looked.")
    static let unknownCodes = Phrase(
        "没有找到。请检查编号和查询码；每个字符都要对上。", "Not found. Check the number and the code: every character counts.")
    static let rating = Phrase("您的评价", "Your rating")
    static let ratingHint = Phrase("{1} 星及以上就结案；不到 {1} 星会退回重新办理。", "With {1} stars or more the case closes; with fewer it goes back to work.")
    static let stars5 = Phrase("很满意", "very satisfied")
    static let stars4 = Phrase("满意", "satisfied")
    static let stars3 = Phrase("基本满意", "basically satisfied")
    static let stars2 = Phrase("不满意", "not satisfied")
    static let stars1 = Phrase("很不满意", "not satisfied at all")
}

/// What went wrong, and what to do about it.
extension Phrase {
    static let notFound = Phrase("没有这个页面或案件", "There is no such page or case")
    static let notFoundHelp = Phrase(
        "请检查网址；案件请用编号和查询码查询。", "Check the address. A case is found by its number and code.")
    static let notAllowed = Phrase("您的岗位不能看这里", "Your posts do not open this page")
    static let notAllowedHelp = Phrase(
        "案件归它所在的区域和被吹哨的部门办理。如果应该由您办理，请联系调度员。",
        "A case belongs to the area in which it lies and to the departments called. If it should be yours, ask the dispatcher.")
    static let somethingWrong = Phrase("出错了", "Something went wrong")
    static let somethingWrongHelp = Phrase(
        "什么都没有改动。请稍后再试；如果还不行，请告诉管理员出错的时间。",
        "Nothing was changed. Please try again; if it goes on, tell the administrator when it happened.")
    static let busy = Phrase("现在太忙", "Too busy right now")
    static let busyHelp = Phrase("同时上传的人太多，什么都没有改动。请一分钟后再试。", "Too many uploads at once; nothing was changed. Try again in a minute.")
    static let tooSlow = Phrase("上传太慢", "Too slow")
    static let tooSlowHelp = Phrase(
        "{1} 分钟内没有传完，什么都没有改动。请少传几张照片，或换个网络再试。",
        "It did not arrive within {1} minutes; nothing was changed. Send fewer photos, or try another network.")
    static let conflict = Phrase("案件已有新情况", "The case has changed")
    package static let refused = Phrase("没有办成", "Not done")
    static let toForm = Phrase("您填的内容还在，去看表单 ↓", "What you entered is still there: go to the form ↓")
    static let badRequest = Phrase("收到的内容不完整", "What arrived is incomplete")
    static let badRequestHelp = Phrase("网络可能断了一下。请返回重新提交。", "The connection may have dropped. Go back and send it again.")
    static let foreignForm = Phrase("表单已失效", "The form is no longer valid")
    static let foreignFormHelp = Phrase(
        "页面放得太久，或者浏览器不让保存 Cookie。请返回、刷新页面后重新提交。",
        "The page stood open too long, or the browser keeps no cookies. Go back, reload the page and send it again.")
    static let tooLarge = Phrase("内容太大", "Too large")
    static let tooLargeHelp = Phrase(
        "一次最多 {1} 兆字节。请少传几张照片，或选小一点的。", "At most {1} megabytes at once. Send fewer photos, or smaller ones.")
    static let photoUnreadable = Phrase(
        "“{1}”不是完好的 JPEG 或 PNG 照片。请换一张。",
        "“{1}” is no sound JPEG or PNG photo. Choose another one.")
    static let photoTooLarge = Phrase("“{1}”超过 {2} 兆字节。请选小一点的照片。", "“{1}” has more than {2} megabytes. Choose a smaller photo.")
    static let tooManyPhotos = Phrase("最多 {1} 张照片。", "At most {1} photos.")
    static let noSuchNumber = Phrase("没有编号“{1}”的案件。", "There is no case with the number “{1}”.")
    static let badPosition = Phrase(
        "坐标不正确：经度在 -180 到 180 之间，纬度在 -90 到 90 之间，两个都要填。",
        "The coordinates are not right: longitude from -180 to 180, latitude from -90 to 90, and both are needed.")
}

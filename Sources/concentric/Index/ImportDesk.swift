internal import Ground
internal import Indicators

/// Shows what an import would change, and writes it where that is asked for.
struct ImportDesk {
    let folder: String
    let lang: String
    let showsAll: Bool
    let applies: Bool

    func settle(_ plan: IndexImport) throws(RejectedInput) {
        // Where the file itself cannot be read there is nothing to show but why.
        if !plan.faults.hasErrors || !plan.changes.isEmpty || !plan.indicators.isEmpty {
            print(plan.text(isChinese: lang == "zh", most: showsAll ? .max : 100), terminator: "")
        }
        if plan.faults.hasErrors { throw RejectedInput(plan.faults) }
        if plan.changedFiles.isEmpty {
            print(lang == "zh" ? "没有变化" : "nothing changes")
        } else if applies {
            try ImportJournal.apply(plan, to: folder)
            print(plan.changedFiles.map { (lang == "zh" ? "已写入：" : "written: ") + $0.name + "\n" }.joined(), terminator: "")
        } else {
            print(lang == "zh" ? "未写入；加 --apply 写入" : "nothing was written; --apply does")
        }
    }
}

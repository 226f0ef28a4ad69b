internal import Ground
internal import Synchronization

/// The folders of the days that are kept.
final class Days: Sendable {
    let path: String
    let files: any FileSystem
    private let open = Mutex<[UInt32: DayFolder]>([:])

    init(_ path: String, files: any FileSystem) throws(TrackFault) {
        (self.path, self.files) = (path, files)
        try files.makeFolder(path)
        var found: [UInt32: DayFolder] = [:]
        for name in try files.names(in: path) {
            if let day = DayFolder.day(named: name), try files.names(in: path + "/" + name).contains("tags.key") {
                found[day] = try DayFolder(day, in: path, files: files)
            } else {
                // Begun and not finished, or dropped and not finished: without a key nothing in it belongs to anybody.
                try DayFolder.destroy(path + "/" + name, files: files)
            }
        }
        open.withLock { $0 = found }
    }

    /// Those that are there, the earliest first.
    var all: [DayFolder] { open.withLock { $0.values.sorted { $0.day < $1.day } } }

    /// The folder of a day; it is made where it is missing.
    func open(_ day: UInt32) throws(TrackFault) -> DayFolder {
        let result: Result<DayFolder, TrackFault> = open.withLock { open in
            if let folder = open[day] { return .success(folder) }
            do throws(TrackFault) {
                let folder = try DayFolder(day, in: path, files: files)
                open[day] = folder
                return .success(folder)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Drops a day: its key of tags, its keys, its points. A number of files that does not depend on the number of points.
    func drop(_ day: UInt32) throws(TrackFault) {
        guard let folder = open.withLock({ $0.removeValue(forKey: day) }) else { return }
        let gone = "\(path)/dropped-\(DayFolder.name(day))"
        try files.rename(folder.path, to: gone)
        try files.syncFolder(path)
        try DayFolder.destroy(gone, files: files)
        try files.syncFolder(path)
    }
}

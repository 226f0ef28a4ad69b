internal import Foundation

/// The other side of a measurement over HTTP: a process of its own, whose CPU time is not counted. A few connections, each kept
/// open and used by one thread that sends a request and waits for its answer.
///
/// Arguments after `client`: port, connections, how many requests in all, the file of the requests. It says `ready` when its
/// connections stand, begins at the first line on its input, and ends with `requests answered-as-hoped seconds p50 p99`, times in
/// milliseconds.
///
/// The file: one request a line, `METHOD path status cookie content-type body`, separated by tabs, the body percent-encoded;
/// `%KEY%` in it becomes a text that no other request has.
enum LoadClient {
    struct Request: Sendable {
        var head: [UInt8]
        /// The body in pieces; between two of them stands a text that no other request has.
        var body: [[UInt8]]
        var status: [UInt8]
    }

    static func run(_ arguments: [String]) {
        signal(SIGPIPE, SIG_IGN)
        guard arguments.count == 4, let port = UInt16(arguments[0]), let connections = Int(arguments[1]),
            let count = Int(arguments[2]), let text = try? String(contentsOfFile: arguments[3], encoding: .utf8)
        else { return print("client: bad arguments") }
        let requests = text.split(separator: "\n").compactMap { request(String($0)) }
        guard !requests.isEmpty else { return print("client: no requests") }
        let sockets = (0..<connections).map { _ in connect(port) }
        say("ready")
        _ = readLine()
        let results = Results()
        let began = DispatchTime.now().uptimeNanoseconds
        let group = DispatchGroup()
        for (number, socket) in sockets.enumerated() {
            group.enter()
            let thread = Thread {
                var lane = Lane(socket: socket, number: number)
                for index in stride(from: number, to: count, by: connections) { lane.send(requests[index % requests.count], index) }
                results.add(lane)
                group.leave()
            }
            thread.stackSize = 1 << 20
            thread.start()
        }
        group.wait()
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9
        let times = results.times.sorted()
        func share(_ part: Double) -> Double { times.isEmpty ? 0 : Double(times[Int(Double(times.count - 1) * part)]) / 1e6 }
        say("\(count) \(results.good) \(seconds) \(share(0.5)) \(share(0.99))")
        if let odd = results.odd { FileHandle.standardError.write(Data("client: \(odd)\n".utf8)) }
    }

    /// At once, past the buffer of `print`.
    private static func say(_ text: String) { FileHandle.standardOutput.write(Data("\(text)\n".utf8)) }

    private static func request(_ line: String) -> Request? {
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6 else { return nil }
        var head = "\(parts[0]) \(parts[1]) HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: bench\r\naccept-language: zh-CN,zh;q=0.9\r\n"
        if !parts[3].isEmpty { head += "cookie: \(parts[3])\r\n" }
        if !parts[4].isEmpty { head += "content-type: \(parts[4])\r\nsec-fetch-site: same-origin\r\n" }
        let pieces = (parts[5].removingPercentEncoding ?? "").components(separatedBy: "%KEY%").map { Array($0.utf8) }
        return Request(head: Array(head.utf8), body: pieces, status: Array(parts[2].utf8))
    }

    private static func connect(_ port: UInt16) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        return result == 0 ? descriptor : -1
    }

    /// One connection with what it has seen; used by one thread.
    private struct Lane {
        let socket: Int32
        let number: Int
        var times: [UInt64] = []
        var good = 0
        var odd: String?
        private var buffer = [UInt8](repeating: 0, count: 1 << 16)

        init(socket: Int32, number: Int) {
            self.socket = socket
            self.number = number
        }

        mutating func send(_ request: Request, _ index: Int) {
            let began = DispatchTime.now().uptimeNanoseconds
            let key = Array("bench-\(getpid())-\(index)".utf8)
            let body = Array(request.body.joined(separator: key))
            var bytes = request.head
            if !body.isEmpty { bytes += Array("content-length: \(body.count)\r\n".utf8) }
            bytes += [13, 10]
            bytes += body
            guard bytes.withUnsafeBytes({ Foundation.send(socket, $0.baseAddress, $0.count, 0) }) == bytes.count else { return }
            let answer = receive()
            times.append(DispatchTime.now().uptimeNanoseconds - began)
            if answer.dropFirst(9).prefix(3).elementsEqual(request.status) {
                good += 1
            } else if odd == nil {
                odd = "an answer was \(String(decoding: answer.prefix { $0 != 13 }, as: UTF8.self))"
            }
        }

        /// The head of the answer; its body is read and thrown away.
        private mutating func receive() -> [UInt8] {
            var received: [UInt8] = []
            var missing: Int?
            while missing != 0 {
                let count = recv(socket, &buffer, buffer.count, 0)
                guard count > 0 else { break }
                if let known = missing {
                    missing = max(0, known - count)
                    continue
                }
                received += buffer[0..<count]
                guard let end = Lane.endOfHead(received) else { continue }
                missing = max(0, end + Lane.length(received[..<end]) - received.count)
            }
            return received
        }

        private static func endOfHead(_ bytes: [UInt8]) -> Int? {
            var index = 3
            while index < bytes.count {
                if bytes[index] == 10, bytes[index - 1] == 13, bytes[index - 2] == 10, bytes[index - 3] == 13 { return index + 1 }
                index += 1
            }
            return nil
        }

        /// The length that a head states; 0 where it states none.
        private static func length(_ head: ArraySlice<UInt8>) -> Int {
            let name = Array("\ncontent-length:".utf8)
            var place = head.startIndex
            while let found = head[place...].firstIndex(of: 10) {
                place = found + 1
                let line = head[found...]
                guard zip(name, line).allSatisfy({ $0 == ($1 | ($1 >= 65 && $1 <= 90 ? 0x20 : 0)) }) else { continue }
                let digits = line.dropFirst(name.count).drop { $0 == 32 }.prefix { (48...57).contains($0) }
                return digits.reduce(0) { $0 * 10 + Int($1) - 48 }
            }
            return 0
        }
    }

    /// What the lanes have seen, gathered under a lock.
    private final class Results: @unchecked Sendable {
        private let lock = NSLock()
        private(set) var times: [UInt64] = []
        private(set) var good = 0
        private(set) var odd: String?

        func add(_ lane: Lane) {
            lock.lock()
            defer { lock.unlock() }
            times += lane.times
            good += lane.good
            odd = odd ?? lane.odd
        }
    }
}

internal import Foundation
internal import Store

/// The other side of a measurement over HTTP: a process of its own, whose CPU time is not counted. A few connections, each kept
/// open; on each the next request is sent when the last one has been answered. One thread serves them all, so that as little as may be
/// of the machine goes to this side.
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
        let began = DispatchTime.now().uptimeNanoseconds
        var lanes = sockets.map { Lane(socket: $0) }
        exchange(requests, count: count, over: &lanes)
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9
        let times = lanes.flatMap(\.times).sorted()
        func share(_ part: Double) -> Double { times.isEmpty ? 0 : Double(times[Int(Double(times.count - 1) * part)]) / 1e6 }
        say("\(count) \(lanes.reduce(0) { $0 + $1.good }) \(seconds) \(share(0.5)) \(share(0.99))")
        if let odd = lanes.lazy.compactMap(\.odd).first { FileHandle.standardError.write(Data("client: \(odd)\n".utf8)) }
    }

    /// Sends so many requests, in turn, each on the connection that is free next. A connection that breaks is left.
    private static func exchange(_ requests: [Request], count: Int, over lanes: inout [Lane]) {
        var next = 0
        func start(_ number: Int) -> Bool {
            guard next < count else { return false }
            next += 1
            return lanes[number].send(requests[(next - 1) % requests.count])
        }
        // A negative descriptor is passed over.
        var waiting = lanes.indices.map { pollfd(fd: start($0) ? lanes[$0].socket : -1, events: Int16(POLLIN), revents: 0) }
        while waiting.contains(where: { $0.fd >= 0 }) {
            guard poll(&waiting, nfds_t(waiting.count), -1) > 0 else { continue }
            for number in waiting.indices where waiting[number].fd >= 0 && waiting[number].revents != 0 {
                guard let isAnswered = lanes[number].receive() else {
                    waiting[number].fd = -1
                    continue
                }
                if isAnswered, !start(number) { waiting[number].fd = -1 }
            }
        }
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

    /// As the pages give them out: a number that ascends with time, and 128 bits of chance.
    private static func key() -> [UInt8] {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let parts: [UInt64] = [UInt64(time.tv_sec) << 30 | UInt64(time.tv_nsec), .random(in: 0 ... .max), .random(in: 0 ... .max)]
        return Array(parts.map(\.bigEndian).withUnsafeBytes { Hexadecimal.text($0) }.utf8)
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

    /// One connection with what it has seen.
    private struct Lane {
        let socket: Int32
        var times: [UInt64] = []
        var good = 0
        var odd: String?
        private var began: UInt64 = 0
        private var status: [UInt8] = []
        /// The head of the answer under way; its body is read and thrown away.
        private var head: [UInt8] = []
        /// How much of the body is still to come; nil before the head has ended.
        private var missing: Int?
        private var buffer = [UInt8](repeating: 0, count: 1 << 16)

        init(socket: Int32) { self.socket = socket }

        /// - Returns: false where the connection is broken.
        mutating func send(_ request: Request) -> Bool {
            began = DispatchTime.now().uptimeNanoseconds
            status = request.status
            head.removeAll(keepingCapacity: true)
            missing = nil
            let key = request.body.count > 1 ? LoadClient.key() : []
            let length = request.body.reduce(0) { $0 + $1.count } + max(0, request.body.count - 1) * key.count
            var bytes = request.head
            if length > 0 { bytes += Array("content-length: \(length)\r\n".utf8) }
            bytes += [13, 10]
            for (index, piece) in request.body.enumerated() {
                if index > 0 { bytes += key }
                bytes += piece
            }
            return bytes.withUnsafeBytes { Foundation.send(socket, $0.baseAddress, $0.count, 0) } == bytes.count
        }

        /// Reads what has come.
        /// - Returns: whether the answer is complete; nil where the connection is broken.
        mutating func receive() -> Bool? {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            if let known = missing {
                missing = max(0, known - count)
            } else {
                head += buffer[0..<count]
                guard let end = Lane.endOfHead(head) else { return false }
                missing = max(0, end + Lane.length(head[..<end]) - head.count)
            }
            guard missing == 0 else { return false }
            times.append(DispatchTime.now().uptimeNanoseconds - began)
            if head.dropFirst(9).prefix(3).elementsEqual(status) {
                good += 1
            } else if odd == nil {
                odd = "an answer was \(String(decoding: head.prefix { $0 != 13 }, as: UTF8.self))"
            }
            return true
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
}

package import Ground

/// Finds the frames of one protocol in a stream, byte by byte.
package protocol Deframer: Sendable {
    /// Takes one byte. Gives a frame, or why one is refused, when the byte completes it.
    mutating func push(_ byte: UInt8) -> Result<[UInt8], Refusal>?

    /// Whether a frame has begun and not ended.
    var isInside: Bool { get }
}

/// A connection's stream of frames, and how much damage was done on it.
package struct FrameStream<Frames: Deframer>: Sendable {
    fileprivate var deframer: Frames
    fileprivate let rules: SessionRules
    private var damages = 0

    init(_ deframer: Frames, rules: SessionRules) {
        self.deframer = deframer
        self.rules = rules
    }

    /// Notes a frame that is damaged; too many end the connection.
    mutating func damage(_ refusal: Refusal, _ output: inout SessionOutput) {
        rules.counters.change { $0.damagedFrames += 1 }
        bear("too many damaged frames, the last: \(refusal)", &output)
    }

    /// Counts what a peer may do a few times only.
    mutating func bear(_ reason: @autoclosure () -> String, _ output: inout SessionOutput) {
        damages += 1
        if damages > rules.limits.damages { output.close = reason() }
    }
}

/// A session of a protocol whose bytes are frames.
package protocol FramedSession: TrackerSession {
    associatedtype Frames: Deframer

    var stream: FrameStream<Frames> { get set }

    /// Takes one frame.
    mutating func take(_ frame: [UInt8], _ now: Instant, _ output: inout SessionOutput)
}

extension FramedSession {
    package var isInsideFrame: Bool { stream.deframer.isInside }

    package mutating func receive(_ bytes: [UInt8], at now: Instant) -> SessionOutput {
        var output = SessionOutput()
        for byte in bytes {
            switch stream.deframer.push(byte) {
            case nil: continue
            case .success(let frame): take(frame, now, &output)
            case .failure(let refusal): stream.damage(refusal, &output)
            }
            if output.close != nil { break }
        }
        return output
    }
}

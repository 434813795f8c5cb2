/** How well a call is heard in a browser, told from what its connection counts. */

/** Well enough to say nothing; noticeably worse; hardly understood. */
export type Quality = 'good' | 'thin' | 'bad';

/** Counted since the beginning: packets that came and that did not; how unevenly (s), and how long there and back (s). */
export interface Heard {
  received: number;
  lost: number;
  jitter: number;
  roundTrip: number;
}

export const NOTHING: Heard = { received: 0, lost: 0, jitter: 0, roundTrip: 0 };

/** What was heard between two counts. Thresholds after ITU-T G.113 and G.114: from there on people notice, or mind. */
export function qualityOf(before: Heard, now: Heard): Quality {
  const received = now.received - before.received;
  const lost = Math.max(0, now.lost - before.lost);
  if (received <= 0) return 'bad';
  const share = lost / (received + lost);
  if (share > 0.05 || now.jitter > 0.08 || now.roundTrip > 0.8) return 'bad';
  return share > 0.02 || now.jitter > 0.03 || now.roundTrip > 0.3 ? 'thin' : 'good';
}

export async function heardBy(peer: RTCPeerConnection): Promise<Heard> {
  const heard = { ...NOTHING };
  for (const one of (await peer.getStats()).values() as Iterable<Record<string, number & string>>) {
    if (one['type'] === 'inbound-rtp' && one['kind'] === 'audio') {
      heard.received += one['packetsReceived'] ?? 0;
      heard.lost += one['packetsLost'] ?? 0;
      heard.jitter = Math.max(heard.jitter, one['jitter'] ?? 0);
    } else if (one['type'] === 'remote-inbound-rtp') heard.roundTrip = Math.max(heard.roundTrip, one['roundTripTime'] ?? 0);
  }
  return heard;
}

const GATHER_MS = 1_500; // addresses of this machine come at once; a slow network card must not hold up a call

/** Once its addresses are known, or should be. */
export function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    setTimeout(resolve, GATHER_MS);
    peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve();
  });
}

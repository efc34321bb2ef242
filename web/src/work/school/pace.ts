// How long sending will still take, told from the last seconds and never too precisely.

const LOOKS_BACK = 15_000;
const TELLS_AFTER = 2_000;

export class Pace {
  private readonly marks: { at: number; sent: number }[] = [];

  /** Seconds for what is left; null as long as it would be a guess. */
  left(sent: number, size: number, now = performance.now()): number | null {
    this.marks.push({ at: now, sent });
    while (this.marks.length > 2 && now - (this.marks[0]?.at ?? now) > LOOKS_BACK) this.marks.shift();
    const first = this.marks[0];
    if (!first || now - first.at < TELLS_AFTER || sent <= first.sent) return null;
    return ((size - sent) * (now - first.at)) / (sent - first.sent) / 1000;
  }
}

import { describe, expect, it } from 'vitest';
import { Pace } from './pace';

describe('the pace of sending', () => {
  it('is not told before it can be', () => {
    const pace = new Pace();
    expect(pace.left(0, 1000, 0)).toBeNull();
    expect(pace.left(100, 1000, 1000)).toBeNull();
  });

  it('tells what is left at the speed so far', () => {
    const pace = new Pace();
    pace.left(0, 1000, 0);
    expect(pace.left(200, 1000, 4000)).toBe(16);
  });

  it('does not count what was sent before the browser was closed', () => {
    const pace = new Pace();
    pace.left(500, 1000, 0);
    expect(pace.left(600, 1000, 4000)).toBe(16);
  });

  it('forgets how fast the line was long ago', () => {
    const pace = new Pace();
    pace.left(0, 1000, 0);
    pace.left(500, 1000, 5000);
    pace.left(510, 1000, 20_000);
    expect(pace.left(520, 1000, 30_000)).toBe(480);
  });

  it('says nothing while nothing moves', () => {
    const pace = new Pace();
    pace.left(100, 1000, 0);
    expect(pace.left(100, 1000, 60_000)).toBeNull();
  });
});

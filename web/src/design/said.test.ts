import { describe, expect, it } from 'vitest';
import { besideOf, foremost, ratingsOf } from './said';

const both = (text: string) => ({ ru: text, en: text });
const voice = (criterionCode: string, says: string, share: string, lower: string, upper: string) => ({
  criterionCode,
  says,
  share,
  lower,
  upper,
});

describe('what families say beside scores', () => {
  it('keeps the framework’s order and leaves out criteria nobody was asked about', () => {
    const ratings = ratingsOf(
      ['1', '2', '3'].map((code) => ({
        code,
        parentCode: null,
        title: both(code),
        score: '3',
        level: null,
        scale: { minimum: '1', maximum: '5' },
      })),
      null,
    );
    const said = [voice('3', 'CHOSEN', '0.5', '0.4', '0.6'), voice('1', 'CONTENT', '0.9', '0.8', '0.95')];
    expect(besideOf(ratings, said).map(({ rating }) => rating.code)).toEqual(['1', '3']);
    expect(ratings[0]?.share).toBe(0.5);
  });

  it('puts a group on the scale of the whole, and an unscored criterion nowhere', () => {
    const group = { code: 'K1', parentCode: null, title: both('K1'), level: null, scale: null };
    expect(ratingsOf([{ ...group, score: '80' }], '100')[0]?.share).toBe(0.8);
    expect(ratingsOf([{ ...group, score: null }], '100')[0]?.share).toBeNull();
    expect(ratingsOf([{ ...group, score: '80' }], null)[0]?.share).toBeNull();
  });
});

describe('what most people want', () => {
  it('names together those whose intervals overlap', () => {
    const said = [
      voice('1', 'CHOSEN', '0.50', '0.40', '0.60'),
      voice('2', 'CHOSEN', '0.38', '0.30', '0.48'),
      voice('3', 'CHOSEN', '0.12', '0.08', '0.20'),
      voice('4', 'CONTENT', '0.99', '0.95', '1'),
    ];
    expect(foremost(said)?.map(({ criterionCode }) => criterionCode)).toEqual(['1', '2']);
  });

  it('tells that all overlap from that there is nothing to compare', () => {
    const one = voice('1', 'CHOSEN', '0.5', '0.3', '0.7');
    expect(foremost([one, voice('2', 'CHOSEN', '0.4', '0.2', '0.6')])).toBeNull();
    expect(foremost([one])).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { examples } from './examples';

const schema = buildSchema(readFileSync(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8'));

test.each(examples)('what the open-data page offers to copy is true to the schema: $title.en', ({ text }) => {
  expect(validate(schema, parse(text))).toEqual([]);
});

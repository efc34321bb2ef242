// What kind of school one is: it decides what a framework asks of it from the next evaluation on.
import { refusals, useAct } from '../../app/act';
import { graphql } from '../../app/graph';
import { messages, useMessages } from '../../app/language';
import { Select } from '../../design/Field';
import { Trouble } from '../../design/Trouble';
import { SCHOOL_KINDS, type SchoolKind, schoolKinds } from '../../observer/schoolKinds';

const describe = graphql(
  `mutation DescribeSchool($input: DescribeSchoolInput!) { describeSchool(input: $input) {
    __typename ... on Organisation { id schoolKind } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

const words = messages({
  kind: { ru: 'Вид школы', en: 'Kind of school' },
  hint: {
    ru: 'Записывается в реестр сразу. Критерии, которых у школ этого вида не оценивают, в новое дело не войдут.',
    en: 'Written into the register at once. What is not asked of schools of this kind is left out of the new case.',
  },
  unsaid: { ru: 'не указан', en: 'not said' },
});

export function KindOfSchool({ school }: { school: { id: string; schoolKind: SchoolKind | null } }) {
  const t = useMessages(words);
  const kinds = useMessages(schoolKinds);
  const act = useAct(describe, ({ describeSchool }) => describeSchool);
  const kind = school.schoolKind;
  return (
    <>
      <Select<SchoolKind | ''>
        label={t.kind}
        hint={t.hint}
        value={kind ?? ''}
        onChange={(chosen) => chosen && void act.run({ input: { schoolId: school.id, kind: chosen } })}
        options={[
          ...(kind === null ? [{ value: '' as const, title: t.unsaid }] : []),
          ...SCHOOL_KINDS.map((one) => ({ value: one, title: kinds[one] })),
        ]}
      />
      <Trouble act={act} />
    </>
  );
}

// A day and a reason, as all that is done about a deadline asks for them.
import { problemAt, type Trouble } from '../../app/act';
import { useLocal } from '../../app/language';
import { TextArea, TextField } from '../../design/Field';

type Asked = {
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
  /** The field of the act's input that it is sent in. */
  field: string;
};

export function DayAndReason({
  trouble,
  day,
  reason,
}: {
  trouble: Trouble | null;
  day: Asked;
  reason: Asked;
}) {
  const local = useLocal();
  const [wrongDay, wrongReason] = [day, reason].map(({ field }) => problemAt(trouble, field));
  return (
    <>
      <TextField
        label={day.label}
        hint={day.hint}
        type="date"
        value={day.value}
        onChange={day.onChange}
        problem={wrongDay && local(wrongDay)}
      />
      <TextArea
        label={reason.label}
        hint={reason.hint}
        rows={2}
        value={reason.value}
        onChange={reason.onChange}
        problem={wrongReason && local(wrongReason)}
      />
    </>
  );
}

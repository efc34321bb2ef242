// Fields to write in and choose from: a label above, a hint or what is wrong below.
import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
  useLayoutEffect,
  useRef,
} from 'react';
import { messages, useMessages } from '../app/language';
import styles from './Field.module.css';
import { Icon } from './Icon';

const words = messages({
  optional: { ru: 'по желанию', en: 'optional' },
});

type Frame = {
  label: ReactNode;
  /** The label is read aloud but not seen. */
  labelUnseen?: boolean;
  hint?: ReactNode;
  problem?: ReactNode;
  optional?: boolean;
};

function useFrame({ hint, problem }: Frame, id?: string) {
  const own = useId();
  const key = id ?? own;
  const described =
    [problem && `${key}-problem`, hint && `${key}-hint`].filter(Boolean).join(' ') || undefined;
  return { id: key, described };
}

function Framed({ frame, id, children }: { frame: Frame; id: string; children: ReactNode }) {
  const t = useMessages(words);
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={frame.labelUnseen ? 'unseen' : styles.label}>
        {frame.label} {frame.optional && <span className={styles.optional}>· {t.optional}</span>}
      </label>
      {children}
      <Below frame={frame} id={id} />
    </div>
  );
}

function Below({ frame, id }: { frame: Pick<Frame, 'hint' | 'problem'>; id: string }) {
  return (
    <>
      {frame.problem && (
        <p className={styles.problem} id={`${id}-problem`} role="alert">
          <Icon name="warn" size={14} />
          <span>{frame.problem}</span>
        </p>
      )}
      {frame.hint && (
        <p className={styles.hint} id={`${id}-hint`}>
          {frame.hint}
        </p>
      )}
    </>
  );
}

type TextFieldProps = Frame &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> & {
    value: string;
    onChange: (value: string) => void;
  };

/** Also for dates (`type="date"`, `"datetime-local"`) and search. */
export function TextField({
  label,
  labelUnseen,
  hint,
  problem,
  optional,
  value,
  onChange,
  ...rest
}: TextFieldProps) {
  const frame = { label, labelUnseen, hint, problem, optional };
  const { id, described } = useFrame(frame, rest.id);
  return (
    <Framed frame={frame} id={id}>
      <input
        type="text"
        {...rest}
        id={id}
        className={styles.input}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={!!problem || undefined}
        aria-describedby={described}
      />
    </Framed>
  );
}

type TextAreaProps = Frame &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange' | 'value'> & {
    value: string;
    onChange: (value: string) => void;
  };

/** Grows with its text. */
export function TextArea({
  label,
  labelUnseen,
  hint,
  problem,
  optional,
  value,
  onChange,
  ...rest
}: TextAreaProps) {
  const frame = { label, labelUnseen, hint, problem, optional };
  const { id, described } = useFrame(frame, rest.id);
  const area = useRef<HTMLTextAreaElement>(null);

  // For browsers without `field-sizing`.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const box = area.current;
    if (!box || CSS.supports('field-sizing', 'content')) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight + 2}px`;
  }, [value]);

  return (
    <Framed frame={frame} id={id}>
      <textarea
        {...rest}
        ref={area}
        id={id}
        className={styles.area}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={!!problem || undefined}
        aria-describedby={described}
      />
    </Framed>
  );
}

type SelectProps<Value extends string> = Frame &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange' | 'value'> & {
    value: Value;
    onChange: (value: Value) => void;
    options: readonly { value: Value; title: string; disabled?: boolean }[];
  };

export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, labelUnseen, hint, problem, optional, value, onChange, options, ...rest } = props;
  const frame = { label, labelUnseen, hint, problem, optional };
  const { id, described } = useFrame(frame, rest.id);
  return (
    <Framed frame={frame} id={id}>
      <div className={styles.selectBox}>
        <select
          {...rest}
          id={id}
          className={styles.select}
          value={value}
          onChange={(event) => onChange(event.target.value as Value)}
          aria-invalid={!!problem || undefined}
          aria-describedby={described}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.title}
            </option>
          ))}
        </select>
        <Icon name="down" />
      </div>
    </Framed>
  );
}

type CheckboxProps = {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: ReactNode;
  problem?: ReactNode;
  disabled?: boolean;
};

export function Checkbox({ label, checked, onChange, hint, problem, disabled }: CheckboxProps) {
  const frame = { label, hint, problem };
  const { id, described } = useFrame(frame);
  return (
    <div className={styles.choice}>
      <input
        type="checkbox"
        id={id}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        aria-describedby={described}
      />
      <label htmlFor={id}>{label}</label>
      <Below frame={frame} id={id} />
    </div>
  );
}

// Finding one thing among many by writing part of its name. It brings React Aria along: use it on lazily loaded screens only.
import { useEffect, useRef } from 'react';
import {
  Button,
  ComboBox,
  FieldError,
  I18nProvider,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from 'react-aria-components';
import { messages, useLanguage, useMessages } from '../app/language';
import styles from './Chooser.module.css';
import { Icon } from './Icon';

const words = messages({ none: { ru: 'Ничего не найдено', en: 'Nothing found' } });

export type Choice = { id: string; title: string; detail?: string; disabled?: boolean };
type Props = {
  label: string;
  items: readonly Choice[];
  value: string | null;
  onChange: (id: string | null) => void;
  /** Given, the server does the searching and `items` are its answer. */
  onSearch?: (text: string) => void;
  hint?: string;
  problem?: string | false;
  placeholder?: string;
};

export function Chooser({ label, items, value, onChange, onSearch, hint, problem, placeholder }: Props) {
  const t = useMessages(words);
  const language = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (problem) input.current?.focus();
  }, [problem]);
  return (
    <I18nProvider locale={language === 'ru' ? 'ru-RU' : 'en-US'}>
      <ComboBox
        className={styles.chooser}
        defaultItems={onSearch ? undefined : items}
        items={onSearch ? items : undefined}
        value={value}
        onChange={(key) => onChange(key === null ? null : String(key))}
        onInputChange={onSearch}
        menuTrigger="focus"
        allowsEmptyCollection
        isInvalid={!!problem}
      >
        <Label className={styles.label}>{label}</Label>
        <div className={styles.box}>
          <Input ref={input} className={styles.input} placeholder={placeholder} />
          <Button className={styles.open}>
            <Icon name="down" />
          </Button>
        </div>
        {problem && (
          <FieldError className={styles.problem}>
            <Icon name="warn" size={13} /> {problem}
          </FieldError>
        )}
        {hint && (
          <Text slot="description" className="quiet small">
            {hint}
          </Text>
        )}
        <Popover className={styles.list} offset={4}>
          <ListBox<Choice> renderEmptyState={() => <div className={styles.none}>{t.none}</div>}>
            {(item) => (
              <ListBoxItem className={styles.item} textValue={item.title} isDisabled={item.disabled}>
                <Text slot="label">{item.title}</Text>
                {item.detail && (
                  <Text slot="description" className={styles.detail}>
                    {item.detail}
                  </Text>
                )}
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
    </I18nProvider>
  );
}

// Which letters the person gets, and in which language.
import { useAct } from '../app/act';
import { renewEverything } from '../app/graph';
import { messages, useMessages } from '../app/language';
import { Checkbox, Select } from '../design/Field';
import { Section } from '../design/Page';
import { Trouble } from '../design/Trouble';
import styles from './account.module.css';
import { type AccountData, chooseLetters } from './accountQuery';

const words = messages({
  title: { ru: 'Письма', en: 'Letters' },
  language: { ru: 'Язык писем', en: 'Language of letters' },
  digests: { ru: 'Сообщать, что меня ждёт', en: 'Tell me what waits for me' },
  digestsHint: {
    ru: 'Не чаще одного письма в день и только с новостями: ваш шаг, напоминание о сроке, срок прошёл.',
    en: 'At most one letter a day, and only with news: your turn, a reminder of a deadline, a deadline that passed.',
  },
  nowhere: {
    ru: 'Адрес почты не указан, поэтому писем не будет. Попросите секретариат его добавить.',
    en: 'There is no e-mail address, so no letters come. Ask the secretariat to add one.',
  },
});
const LANGUAGES = [
  { value: 'RU', title: 'Русский' },
  { value: 'EN', title: 'English' },
] as const;

export function Letters({ account }: { account: AccountData }) {
  const t = useMessages(words);
  const choose = useAct(chooseLetters, (data) => data.chooseLetters);
  async function take(chosen: Partial<Pick<AccountData, 'language' | 'digests'>>) {
    const { language, digests } = { ...account, ...chosen };
    if (await choose.run({ input: { language, digests } })) renewEverything();
  }
  return (
    <Section title={t.title}>
      {account.email ? (
        <div className={`stack ${styles.narrow}`}>
          <Checkbox
            label={t.digests}
            hint={t.digestsHint}
            checked={account.digests}
            disabled={choose.pending}
            onChange={(digests) => void take({ digests })}
          />
          <Select
            label={t.language}
            value={account.language}
            onChange={(language) => void take({ language: language === 'EN' ? 'EN' : 'RU' })}
            options={LANGUAGES}
          />
          <Trouble act={choose} />
        </div>
      ) : (
        <p className="quiet">{t.nowhere}</p>
      )}
    </Section>
  );
}

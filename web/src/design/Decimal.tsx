// An exact number in the reader's notation.
import { useDecimal } from '../app/numbers';

export function Decimal({ value, places }: { value: string | number | null | undefined; places?: number }) {
  const decimal = useDecimal();
  return <span className="figures">{value == null ? '—' : decimal(value, places)}</span>;
}

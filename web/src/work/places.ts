// Where a step of the process is done.
import { path } from '../app/paths';

const elsewhere: Record<string, (number: string) => string> = {
  seat_expert: path.panel,
  unseat_expert: path.panel,
  appoint_lead: path.panel,
  start_review: path.panel,
  score: path.desk,
  submit_review: path.desk,
  close_review: path.matrix,
  write_consensus: path.matrix,
  write_report: path.report,
  agree: path.report,
  send_report_to_school: path.report,
  answer_claim: path.report,
  claim_error: path.accuracy,
  finish_accuracy_check: path.accuracy,
  propose_motion: path.meeting,
  cast_vote: path.meeting,
  write_dissent: path.meeting,
  decide: path.meeting,
  put_on_agenda: path.meeting,
  write_minutes: path.meeting,
  sign_minutes: path.meeting,
};

/** The screen of a step; the case itself for those that have no screen of their own. */
export function placeOf(action: string, number: string): string {
  return (elsewhere[action] ?? path.evaluation)(number);
}

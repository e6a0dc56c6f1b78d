type Kept = {
  /** When the conversation began whose follow-up it is. */
  readonly at: string
  /** The end of the day on which the follow-up was due. */
  readonly until: string
  /** Nothing that begins later has happened yet. */
  readonly now: string
  /** When a conversation of some alias began. */
  readonly momentOf: (alias: string) => string
}

/**
 * SQL: whether the follow-up of conversation `c` was kept. In time there was another conversation with
 * the contact, or the task of the follow-up was completed. $1 is the workspace.
 */
export function followUpKept({ at, until, now, momentOf }: Kept): string {
  return `(exists (
      select from conversation l where l.workspace_id = $1 and l.contact_id = c.contact_id
        and l.deleted_at is null and ${momentOf('l')} > ${at}
        and ${momentOf('l')} < ${until} and ${momentOf('l')} <= ${now})
    or exists (
      select from task t where t.workspace_id = $1 and t.deleted_at is null
        and t.status = 'completed' and t.completed_at < ${until}
        and (t.id = c.follow_up_task_id or t.id in (
          select record_id from evaluation_effect x where x.workspace_id = $1
            and x.conversation_id = c.id and x.kind = 'task'))))`
}

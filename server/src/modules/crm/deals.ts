import { deals as resource } from '@parley/contract'
import { invalid } from '../../platform/errors.ts'
import type { Caller, Declaration, Row, Target } from '../records/index.ts'
import {
  atLeast,
  atMost,
  byPriority,
  caseless,
  comparableTimes,
  fullName,
  is,
  joinOne,
  ownedByCaller,
  owner,
  plain,
  priorities,
  rankOf,
  times,
  toCompany,
  toContact,
  today,
} from './common.ts'
import { selectStageOf } from './queries.ts'
import { findStage, resolveStage } from './stages.ts'

const stageOf = (field: string) =>
  `(select s.${field} from deal_stage s where s.workspace_id = $1 and s.id = i.stage_id)`
const stageChanges = 'r.stage_id is distinct from i.stage_id'

const companyObject = `case when company.id is not null then json_build_object('id', company.id,
  'name', company.name, 'website', company.website, 'industry', company.industry, 'size', company.size) end`
const contactObject = `case when contact.id is not null then json_build_object('id', contact.id,
  'full_name', ${fullName('contact')}, 'email', contact.email, 'phone', contact.phone) end`

export const deals: Declaration = {
  resource,
  table: 'deal',
  columns: {
    title: 'text',
    description: 'text',
    value: 'numeric',
    one_off_revenue: 'numeric',
    monthly_mrr: 'numeric',
    stage_id: 'uuid',
    priority: 'text',
    expected_close_date: 'date',
    probability: 'int',
    deal_size: 'text',
    lead_source: 'text',
    next_steps: 'text',
    last_contact_date: 'date',
    company_id: 'uuid',
    primary_contact_id: 'uuid',
    owner_id: 'uuid',
  },
  formerly: {
    stage: {
      column: 'stage_id',
      sql: '(select x.key from deal_stage x where x.workspace_id = $1 and x.id = r.old_stage_id)',
    },
  },
  defaults: { priority: "'medium'" },
  shown: {
    id: 'r.id',
    title: 'r.title',
    description: 'r.description',
    value: 'trim_scale(r.value)',
    one_off_revenue: 'trim_scale(r.one_off_revenue)',
    monthly_mrr: 'trim_scale(r.monthly_mrr)',
    annual_value: 'trim_scale(12 * coalesce(r.monthly_mrr, 0) + coalesce(r.one_off_revenue, 0))',
    ltv: 'trim_scale(3 * coalesce(r.monthly_mrr, 0) + coalesce(r.one_off_revenue, 0))',
    stage: 'stage.key',
    stage_id: 'r.stage_id',
    stage_name: 'stage.name',
    stage_color: 'stage.color',
    stage_order: 'stage.position',
    status: 'r.status',
    priority: 'r.priority',
    expected_close_date: 'r.expected_close_date',
    probability: 'r.probability',
    deal_size: 'r.deal_size',
    lead_source: 'r.lead_source',
    next_steps: 'r.next_steps',
    company_id: 'r.company_id',
    company_name: 'company.name',
    primary_contact_id: 'r.primary_contact_id',
    primary_contact_name: fullName('contact'),
    days_in_stage: `floor(extract(epoch from greatest(now() - r.stage_entered_at, interval '0')) / 86400)::int`,
    is_overdue: `(r.status = 'open' and r.expected_close_date < ${today})`,
    closed_at: 'iso(r.closed_at)',
    last_contact_date: 'r.last_contact_date',
    owner_id: 'r.owner_id',
    ...times,
  },
  detail: {
    companies: companyObject,
    contacts: contactObject,
    stage_history: `(select coalesce(json_agg(h), '[]'::json) from (
      select h.id, f.key as from_stage, t.key as to_stage, h.changed_by, iso(h.changed_at) as changed_at
      from deal_stage_change h
      join deal_stage t on t.workspace_id = h.workspace_id and t.id = h.to_stage_id
      left join deal_stage f on f.workspace_id = h.workspace_id and f.id = h.from_stage_id
      where h.workspace_id = r.workspace_id and h.deal_id = r.id
      order by h.changed_at, h.id) h)`,
  },
  includes: { company: companyObject, contact: contactObject },
  joins: `join deal_stage stage on stage.workspace_id = r.workspace_id and stage.id = r.stage_id
    ${joinOne('company', 'company', 'company_id')}
    ${joinOne('contact', 'contact', 'primary_contact_id')}`,
  ownership: ownedByCaller,
  filters: {
    stage: is('r.stage_id', '::uuid'),
    stage_id: is('r.stage_id', '::uuid'),
    status: is('r.status'),
    priority: is('r.priority'),
    company_id: is('r.company_id', '::uuid'),
    primary_contact_id: is('r.primary_contact_id', '::uuid'),
    contact_id: is('r.primary_contact_id', '::uuid'),
    owner_id: is('r.owner_id', '::uuid'),
    entered_stage: passed('to_stage_id'),
    left_stage: passed('from_stage_id'),
    expected_close_date_from: atLeast('r.expected_close_date', '::date'),
    expected_close_date_to: atMost('r.expected_close_date', '::date'),
    value_min: atLeast('r.value', '::numeric'),
    value_max: atMost('r.value', '::numeric'),
    min_value: atLeast('r.value', '::numeric'),
    max_value: atMost('r.value', '::numeric'),
  },
  narrow: ['company_id', 'primary_contact_id', 'contact_id'],
  comparable: {
    ...comparableTimes,
    ...plain('timestamptz', 'closed_at'),
    ...plain('date', 'expected_close_date', 'last_contact_date'),
    ...plain('numeric', 'value'),
    ...plain('int', 'probability'),
    ...caseless('deal_size', 'lead_source', 'title'),
    priority: byPriority,
    ...plain('uuid', 'company_id', 'owner_id'),
    stage: {
      sql: 'r.stage_id',
      type: 'uuid',
    },
  },
  sorts: {
    priority: rankOf('r.priority', priorities),
    stage: {
      sql: '(select x.position from deal_stage x where x.workspace_id = r.workspace_id and x.id = r.stage_id)',
      type: 'int',
    },
  },
  search: {
    text: 'r.search_text',
    also: (pattern) => `r.company_id = any(array(select x.id from company x
      where x.workspace_id = $1 and x.search_text like ${pattern} and without_marks(lower(x.name)) like ${pattern}
        and x.deleted_at is null limit 1000))`,
  },
  references: [
    owner,
    toCompany,
    { ...toContact, column: 'primary_contact_id' },
    { column: 'stage_id', field: 'stage', table: 'deal_stage', softDeleted: true, title: 'stage' },
  ],
  uniques: [
    {
      index: 'deal_title_key',
      code: 'DUPLICATE_NAME',
      field: 'title',
      message: 'An open deal with this title already exists for this company',
      clash: `lower(r.title) = lower(i.title) and r.status = 'open'
        and r.company_id is not distinct from i.company_id`,
    },
  ],
  derived: {
    status: {
      from: ['stage_id'],
      create: stageOf('outcome'),
      update: () => stageOf('outcome'),
    },
    probability: {
      from: ['stage_id'],
      create: `coalesce(i.probability, ${stageOf('default_probability')})`,
      update: () =>
        `case when ${stageChanges} then ${stageOf('default_probability')} else r.probability end`,
    },
    stage_entered_at: {
      from: ['stage_id'],
      create: 'coalesce(i.created_at, now())',
      update: () => `case when ${stageChanges} then now() else r.stage_entered_at end`,
    },
    closed_at: {
      from: ['stage_id'],
      create: `case when ${stageOf('outcome')} <> 'open' then coalesce(i.created_at, now()) end`,
      update: () => `case when ${stageOf('outcome')} = 'open' then null
        when ${stageChanges} then now() else r.closed_at end`,
    },
  },
  children: [],
  onCreate: `, history as (
    insert into deal_stage_change (workspace_id, deal_id, to_stage_id, changed_by, changed_at)
    select $1::uuid, id, stage_id, $3::uuid, created_at from written)`,
  onUpdate: {
    whenWritten: 'stage_id',
    sql: `, history as (
      insert into deal_stage_change (workspace_id, deal_id, from_stage_id, to_stage_id, changed_by)
      select $1::uuid, id, old_stage_id, stage_id, $3::uuid from written
      where old_stage_id is distinct from stage_id)`,
  },
  momentsOfUpdate: [
    {
      event: 'deal.stage_changed',
      column: 'stage_id',
      when: 'r.old_stage_id is distinct from r.stage_id',
    },
  ],
  associations: {},
  prepare: withStage,
  prepareFilters: withStageIds,
  upsertKeys: {},
}

/** Turns the stage a client named into its id; a new deal without one starts at the first. */
async function withStage(caller: Caller, row: Row, target: Target): Promise<Row> {
  const { stage, stage_id: other, ...rest } = row
  const named = [stage, other].filter((name) => typeof name === 'string')
  if (named.length === 0 && target.kind === 'update') return rest
  const [id, second] = await Promise.all(
    (named.length > 0 ? named : [undefined]).map((name) => resolveStage(caller, name)),
  )
  if (second === undefined || second === id) return { ...rest, stage_id: id }
  return { ...rest, stage_id: await changedStage(caller, target, [id, second]) }
}

/** A client that sends back a deal as read, with a new `stage` or `stage_id`, means the new one. */
async function changedStage({ context, principal }: Caller, target: Target, ids: unknown[]) {
  const former =
    target.kind === 'update'
      ? await selectStageOf(context.db, principal.workspaceId, target.id)
      : undefined
  const changed = ids.filter((id) => id !== former)
  if (changed.length === 1) return changed[0]
  throw invalid('stage', "Field 'stage' and field 'stage_id' name different stages")
}

/** `value` is the id of a stage and the moments between which it was passed, separated by commas. */
function passed(column: 'to_stage_id' | 'from_stage_id') {
  const part = (value: string, number: number) => `nullif(split_part(${value}, ',', ${number}), '')`
  return (value: string) => `r.id in (select h.deal_id from deal_stage_change h
    where h.workspace_id = $1 and h.${column} = ${part(value, 1)}::uuid
      and h.changed_at >= coalesce(${part(value, 2)}, '-infinity')::timestamptz
      and h.changed_at < coalesce(${part(value, 3)}, 'infinity')::timestamptz)`
}

/** Stands for a stage that does not exist: no deal is in it. */
const noStage = '00000000-0000-0000-0000-000000000000'

/** Turns the stages that filters name by key, name, former name or id into ids. */
async function withStageIds(caller: Caller, filters: Row): Promise<Row> {
  const idOf = async (name: unknown) => (await findStage(caller, String(name))) ?? noStage
  const resolved = { ...filters }
  for (const name of ['stage', 'stage_id', 'stage[ne]', 'stage[in]']) {
    const value = filters[name]
    if (value === undefined) continue
    resolved[name] = Array.isArray(value) ? await Promise.all(value.map(idOf)) : await idOf(value)
  }
  for (const name of ['entered_stage', 'left_stage']) {
    const value = filters[name]
    if (typeof value !== 'string') continue
    const [stage, ...moments] = value.split(',')
    resolved[name] = [await idOf(stage), ...moments].join(',')
  }
  return resolved
}

/**
 * Whisper's encoder adds a table of 1,500 positions (30 s) to whatever it hears, so a clip of 3 s costs
 * as much as one of 30 s. This rewrites that one node of the ONNX graph: only as many rows are added
 * as the input has. Short clips become several times faster; full windows are unchanged.
 *
 * A graph is a protobuf message: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */

const positions = 'embed_positions.weight'
const modelField = { graph: 7 }
const graphField = { node: 1, valueInfo: 13 }
const nodeField = { input: 1, output: 2, name: 3, operator: 4, attribute: 5 }

type Field = { number: number; start: number; bodyStart: number; end: number }

export function openWindow(model: Uint8Array): Uint8Array {
  let found = false
  const parts = readFields(model).map((field) => {
    if (field.number !== modelField.graph) return model.subarray(field.start, field.end)
    const graph = model.subarray(field.bodyStart, field.end)
    const children = readFields(graph).flatMap((child) => {
      // Remembered shapes say 1,500 and would contradict shorter inputs.
      if (child.number === graphField.valueInfo) return []
      const add =
        child.number === graphField.node && findAdd(graph.subarray(child.bodyStart, child.end))
      if (!add) return [graph.subarray(child.start, child.end)]
      found = true
      return sliceThenAdd(add).map((node) => message(graphField.node, node))
    })
    return message(modelField.graph, Buffer.concat(children))
  })
  if (!found) throw new Error('This encoder adds its positions in a way that is not known.')
  return Buffer.concat(parts)
}

type Add = { readonly input: string; readonly output: string }

function findAdd(node: Uint8Array): Add | undefined {
  const texts = (number: number) =>
    readFields(node)
      .filter((field) => field.number === number)
      .map((field) => Buffer.from(node.subarray(field.bodyStart, field.end)).toString())
  const inputs = texts(nodeField.input)
  const [output] = texts(nodeField.output)
  const input = inputs.find((name) => name !== positions)
  if (!inputs.includes(positions) || texts(nodeField.operator)[0] !== 'Add') return undefined
  return input && output ? { input, output } : undefined
}

/** Of an input [batch, time, width]: positions[0:time] + input. */
function sliceThenAdd({ input, output }: Add): Uint8Array[] {
  return [
    integer('window/zero', 0),
    integer('window/one', 1),
    integer('window/two', 2),
    toNode('Shape', [input], 'window/shape'),
    toNode('Slice', ['window/shape', 'window/one', 'window/two'], 'window/time'),
    toNode('Slice', [positions, 'window/zero', 'window/time', 'window/zero'], 'window/positions'),
    toNode('Add', [input, 'window/positions'], output),
  ]
}

function toNode(operator: string, inputs: string[], output: string): Uint8Array {
  return Buffer.concat([
    ...inputs.map((name) => message(nodeField.input, Buffer.from(name))),
    message(nodeField.output, Buffer.from(output)),
    message(nodeField.name, Buffer.from(`${output}/node`)),
    message(nodeField.operator, Buffer.from(operator)),
  ])
}

/** A Constant node with one 64-bit integer. */
function integer(name: string, value: number): Uint8Array {
  const int64 = 7
  const data = Buffer.alloc(8)
  data.writeBigInt64LE(BigInt(value))
  // TensorProto: dims 1, data_type 2, raw_data 9.
  const tensor = Buffer.concat([number(1, 1), number(2, int64), message(9, data)])
  // AttributeProto: name 1, t 5, type 20 (TENSOR is 4).
  const attribute = [message(1, Buffer.from('value')), message(5, tensor), number(20, 4)]
  return Buffer.concat([
    toNode('Constant', [], name),
    message(nodeField.attribute, Buffer.concat(attribute)),
  ])
}

function readFields(bytes: Uint8Array): Field[] {
  const fields: Field[] = []
  let at = 0
  const readVarint = (): number => {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++]
      if (byte === undefined) throw new Error('The ONNX file ends in the middle of a field.')
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const start = at
    const key = readVarint()
    const wire = key & 7
    let bodyStart = at
    if (wire === 0) readVarint()
    else if (wire === 1) at += 8
    else if (wire === 5) at += 4
    else if (wire === 2) {
      const length = readVarint()
      bodyStart = at
      at += length
    } else throw new Error('This is not an ONNX file.')
    if (at > bytes.length) throw new Error('The ONNX file ends in the middle of a field.')
    fields.push({
      number: Math.floor(key / 8),
      start,
      bodyStart,
      end: at,
    })
  }
  return fields
}

const message = (field: number, body: Uint8Array) =>
  Buffer.concat([varint(field * 8 + 2), varint(body.length), body])
const number = (field: number, value: number) => Buffer.concat([varint(field * 8), varint(value)])

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  bytes.push(rest)
  return Buffer.from(bytes)
}

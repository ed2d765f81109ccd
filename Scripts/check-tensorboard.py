#!/usr/bin/env python3
"""Reads a run folder with TensorBoard's own reader and compares the curves with a JSON file.

usage: check-tensorboard.py RUN EXPECTED.json
       check-tensorboard.py --golden

EXPECTED.json maps each tag to a list of [step, wall time, value]; a value may be a text such as "nan".
--golden prints the bytes that TensorBoard's writer makes of three records; EventTests.swift holds them.
"""

import io
import json
import math
import struct
import sys


def golden():
    from tensorboard.compat.proto.event_pb2 import Event, SessionLog
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.summary.writer.record_writer import RecordWriter

    stream = io.BytesIO()
    writer = RecordWriter(stream)
    loss = Summary(value=[Summary.Value(tag="loss", simple_value=0.5)])
    for event in (
        Event(wall_time=1.5, file_version="brain.Event:2"),
        Event(wall_time=2.5, step=300, summary=loss),
        Event(wall_time=3.5, step=7, session_log=SessionLog(status=SessionLog.START)),
    ):
        writer.write(event.SerializeToString())
    print(stream.getvalue().hex())


def same(actual, expected):
    """Values are 32-bit floats; all not-a-numbers are alike."""
    expected = struct.unpack("f", struct.pack("f", float(expected)))[0]
    return actual == expected or (math.isnan(actual) and math.isnan(expected))


def check(run, expected_path):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    with open(expected_path, encoding="utf-8") as file:
        expected = json.load(file)
    accumulator = EventAccumulator(run, size_guidance={"scalars": 0})
    accumulator.Reload()
    tags = sorted(accumulator.Tags()["scalars"])
    if tags != sorted(expected):
        sys.exit(f"tags differ: TensorBoard reads {tags}, expected {sorted(expected)}")
    for tag, points in expected.items():
        read = [(item.step, item.wall_time, item.value) for item in accumulator.Scalars(tag)]
        if len(read) != len(points):
            sys.exit(f"{tag}: TensorBoard reads {len(read)} points, expected {len(points)}")
        for actual, point in zip(read, points):
            if tuple(actual[:2]) != tuple(point[:2]) or not same(actual[2], point[2]):
                sys.exit(f"{tag}: TensorBoard reads {actual}, expected {point}")
    print(f"TensorBoard reads {len(tags)} curves, {sum(map(len, expected.values()))} points: all equal")


if __name__ == "__main__":
    if sys.argv[1:] == ["--golden"]:
        golden()
    elif len(sys.argv) == 3:
        check(sys.argv[1], sys.argv[2])
    else:
        sys.exit(__doc__)

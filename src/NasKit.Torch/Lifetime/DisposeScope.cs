using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Holds what is created while it is open, and disposes it when it is closed. It belongs to the thread that opened it.</summary>
public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager manager;
    private IDisposable[] items = new IDisposable[8];
    private int count;
    private bool closed;

    internal DisposeScope(DisposeScopeManager manager)
    {
        this.manager = manager;
        OuterScope = manager.Current;
        manager.Current = this;
    }

    /// <summary>The scope that was open when this one was made; null if none.</summary>
    internal DisposeScope? OuterScope { get; private set; }

    public int DisposablesCount => count;

    public IReadOnlyList<IDisposable> DisposablesView => items[..count];

    /// <summary>Puts an object under this scope, taking it out of the one it was in.</summary>
    public T Attach<T>(T disposable) where T : IDisposable
    {
        ObjectDisposedException.ThrowIf(closed, this);
        var left = Leave(disposable);
        Add(disposable);
        if (left is null && disposable is Tensor)
        {
            manager.Counts.AttachedToScopeCount++;
        }
        return disposable;
    }

    public void Attach(params IEnumerable<IDisposable> disposables) => Each(disposables, d => Attach(d));

    /// <summary>Takes an object out of the scopes' care: whoever holds it disposes it.</summary>
    public T Detach<T>(T disposable) where T : IDisposable
    {
        if (Remove(disposable) && disposable is Tensor)
        {
            manager.Counts.DetachedFromScopeCount++;
        }
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable => (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third) where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (Detach(first), Detach(second), Detach(third));

    public void Detach(params IEnumerable<IDisposable> disposables) => Each(disposables, d => Detach(d));

    /// <summary>Hands an object to the scope around this one; without one it is detached.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(OuterScope, disposable);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable => (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third) where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IEnumerable<IDisposable> disposables) => Each(disposables, d => MoveToOuter(d));

    /// <summary>Hands an object of this scope to another; null detaches it.</summary>
    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        if (scope is null)
        {
            return Detach(disposable);
        }
        ObjectDisposedException.ThrowIf(scope.closed, scope);
        if (scope != this && Remove(disposable))
        {
            scope.Add(disposable);
        }
        return disposable;
    }

    public void MoveToOther(DisposeScope? scope, params IEnumerable<IDisposable> disposables) => Each(disposables, d => MoveToOther(scope, d));

    public bool Contains(IDisposable disposable) => disposable is not null && Find(disposable) >= 0;

    /// <summary>Disposes everything that is in the scope now; the scope stays open.</summary>
    public void DisposeEverything()
    {
        while (count > 0)
        {
            var last = items[count - 1];
            items[--count] = null!;
            if (last is Tensor tensor)
            {
                tensor.DisposeIn(this);
            }
            else
            {
                last.Dispose();
            }
        }
    }

    /// <summary>Disposes everything but the objects given, which stay in the scope.</summary>
    public void DisposeEverythingBut(params IEnumerable<IDisposable> keep)
    {
        var kept = keep.Where(Remove).ToList();
        DisposeEverything();
        kept.ForEach(Add);
    }

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third) where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[first, second, third]);
        return (first, second, third);
    }

    /// <summary>Disposes everything in the scope and closes it, wherever it is among the open scopes.</summary>
    public void Dispose()
    {
        if (closed)
        {
            return;
        }
        try
        {
            DisposeEverything();
        }
        finally
        {
            Close();
        }
    }

    private void Close()
    {
        closed = true;
        if (manager.Current == this)
        {
            manager.Current = OuterScope;
        }
        else
        {
            for (var scope = manager.Current; scope != null; scope = scope.OuterScope)
            {
                if (scope.OuterScope == this)
                {
                    scope.OuterScope = OuterScope;
                }
            }
        }
        items = [];
    }

    internal void Add(IDisposable disposable)
    {
        if (count == items.Length)
        {
            Array.Resize(ref items, Math.Max(8, count * 2));
        }
        if (disposable is Tensor tensor)
        {
            tensor.Scope = this;
            tensor.ScopePosition = count;
        }
        items[count++] = disposable;
    }

    /// <summary>Forgets an object without disposing it; false if it was not here.</summary>
    internal bool Remove(IDisposable disposable)
    {
        var position = Find(disposable);
        if (position < 0)
        {
            return false;
        }
        if (disposable is Tensor tensor)
        {
            tensor.Scope = null;
            if (manager != DisposeScopeManager.OfThread)
            {
                return true; // the list belongs to the other thread, which passes over what is no longer its own
            }
        }
        var last = items[--count];
        items[count] = null!;
        if (position < count)
        {
            items[position] = last;
            if (last is Tensor moved && moved.Scope == this)
            {
                moved.ScopePosition = position;
            }
        }
        return true;
    }

    /// <summary>Takes an object out of whichever open scope of this thread holds it, and tells which that was.</summary>
    private DisposeScope? Leave(IDisposable disposable)
    {
        if (disposable is Tensor tensor)
        {
            var scope = tensor.Scope;
            scope?.Remove(tensor);
            return scope;
        }
        for (var scope = manager.Current; scope != null; scope = scope.OuterScope)
        {
            if (scope.Remove(disposable))
            {
                return scope;
            }
        }
        return null;
    }

    private int Find(IDisposable disposable) =>
        disposable is Tensor tensor ? (tensor.Scope == this ? tensor.ScopePosition : -1) : Array.FindIndex(items, 0, count, item => ReferenceEquals(item, disposable));

    private static void Each(IEnumerable<IDisposable> disposables, Action<IDisposable> action)
    {
        foreach (var disposable in disposables.ToArray())
        {
            if (disposable is not null)
            {
                action(disposable);
            }
        }
    }
}
